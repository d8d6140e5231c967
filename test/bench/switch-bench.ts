import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDemoService } from '../../src/backend/index.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { type Bench, figure } from './bench.ts';
import { closeElectron, findElectron, launchElectron } from './electron-app.ts';
import { requestOf } from './window-request.ts';
import { measureKey } from './window-times.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUNS = 15;
const HISTORY_MS = 15_000;
const SETTLE_MS = 1_500;

const ENDPOINT: Endpoint = {
  id: 'shop',
  name: 'Shop',
  url: '',
  scrapeIntervalMs: 1_000,
  scrapeTimeoutMs: 1_000,
  labels: [],
  scrape: DEFAULT_SCRAPE_SETTINGS,
  auth: { kind: 'none' },
  connection: DEFAULT_CONNECTION,
  limits: DEFAULT_SCRAPE_LIMITS,
};

/**
 * From the key that switches to a warm environment until its first chart is drawn, beside switching to Overview from
 * another page of the same environment.
 */
export const switchBench: Bench = async () => {
  const found = await findElectron();
  if ('skipped' in found) return found;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bench-'));
  const services = await Promise.all(
    [1, 2].map((seed) => createDemoService({ auth: 'none', seed, log: () => undefined })),
  );
  process.env.SEXTANT_FIRST_RUN = 'ask';
  const app = await launchElectron(found.executablePath, ROOT, path.join(folder, 'profile'));
  try {
    const page = await app.firstWindow();
    await page.getByTestId('page-first-run').waitFor();
    for (const [i, service] of services.entries()) {
      await requestOf(page, 'environments.create', { name: `Stage ${i + 1}`, kind: 'staging' });
      await requestOf(page, 'endpoints.save', {
        endpoint: { ...ENDPOINT, url: service.metricsUrl },
        secrets: [],
      });
    }
    await page.waitForTimeout(HISTORY_MS);
    const environments: number[] = [];
    const pages: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      environments.push(await measureKey(page, String((run % 2) + 1), 'ctrlKey'));
      await page.waitForTimeout(SETTLE_MS);
      await page.getByTestId('nav-settings').click();
      await page.getByTestId('page-settings').waitFor();
      pages.push(await measureKey(page, '1', 'altKey'));
      await page.waitForTimeout(SETTLE_MS);
    }
    return [
      figure('switch of the environment to its first drawn chart', 'ms', environments.slice(1), {
        name: 'switching to the page of the same environment',
        samples: pages.slice(1),
      }),
    ];
  } finally {
    await closeElectron(app);
    await Promise.all(services.map((service) => service.close()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
