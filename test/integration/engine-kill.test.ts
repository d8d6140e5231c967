import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../../src/backend/index.ts';
import { FLUSH_INTERVAL_MS } from '../../src/engine/engine.ts';
import { scrapeUntilKilled } from '../support/killed-engine.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const SCRAPE_INTERVAL_MS = 100;
const RUNS = 3;

let demo: DemoService;
let folder: string;

beforeAll(async () => {
  demo = await createDemoService({ auth: 'none' });
  folder = await mkdtemp(join(tmpdir(), 'sextant-kill-'));
});

afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

describe('an engine that is killed while it scrapes', () => {
  it('loses at most the samples of the last flush interval', async () => {
    for (let run = 0; run < RUNS; run++) {
      const directory = join(folder, String(run));
      const { lastAtMs: lastScrapeAtMs } = await scrapeUntilKilled(
        directory,
        demo.metricsUrl,
        SCRAPE_INTERVAL_MS,
        4_300 + 370 * run,
      );
      const { api } = await openTestEngine(testEnvironment([]), directory);
      const { rows } = await api.queryInstant({ expr: 'up[5m]', atMs: null, supersedeKey: null });
      const status = await api.getStatus();
      await api.close();
      const kept = rows[0]?.times ?? new Float64Array();
      const lostMs = lastScrapeAtMs - (kept.at(-1) ?? 0);
      const lost = Math.max(0, Math.round(lostMs / SCRAPE_INTERVAL_MS));
      process.stdout.write(
        `killed engine: ${kept.length} scrapes kept, ${lost} lost (${Math.max(0, lostMs)} ms)\n`,
      );
      expect(status.storageState).toBe('ok');
      expect(kept.length).toBeGreaterThan(10);
      // The flush itself takes its time too on a busy machine.
      expect(lostMs).toBeLessThanOrEqual(FLUSH_INTERVAL_MS + 2 * SCRAPE_INTERVAL_MS + 200);
      // Nothing is missing in the middle.
      const gaps = [...kept].slice(1).map((time, i) => time - (kept[i] as number));
      expect(Math.max(...gaps)).toBeLessThan(5 * SCRAPE_INTERVAL_MS);
    }
  });
});
