import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';
import { treePssBytes } from './app-memory.ts';
import { type Bench, type BenchFigure, figure } from './bench.ts';
import { closeElectron, findElectron, launchElectron } from './electron-app.ts';
import type { ExpositionShape } from './exposition-server.ts';
import { startPrometheus } from './ingest-peers.ts';
import { PageServer, punctualityOf } from './page-server.ts';
import { isInstalled } from './query-peers.ts';
import { requestOf } from './window-request.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CHARTS = 12;
const SETTLING_MS = 20_000;
const MEASURED_MS = 12_000;
const WINDOWS = 3;
/** A frame later than two of the display's 60 a second. */
const LATE_FRAME_MS = 34;
const DRAWN = 'canvas[data-point-count]:not([data-point-count="0"])';

/** As many targets as the dashboard has charts, that cost next to nothing. */
const QUIET: ExpositionShape = { targets: CHARTS, series: 50, intervalMs: 2_000 };
const BUSY: ExpositionShape = { targets: 50, series: 2_000, intervalMs: 2_000 };
const MANY: ExpositionShape = { targets: 20, series: 10_000, intervalMs: 5_000 };

function pageName(i: number): string {
  return `page-${i}`;
}

/** One chart for each of the first targets. */
const DASHBOARD = {
  title: 'Load',
  uid: 'load',
  refresh: '5s',
  time: { from: 'now-15m', to: 'now' },
  panels: Array.from({ length: CHARTS }, (_, i) => ({
    id: i + 1,
    type: 'timeseries',
    title: `Requests of ${pageName(i)}`,
    gridPos: { x: (i % 4) * 6, y: Math.floor(i / 4) * 6, w: 6, h: 6 },
    targets: [
      { refId: 'A', expr: `sum by (zone) (rate(bench_counter_total{job="${pageName(i)}"}[10s]))` },
      { refId: 'B', expr: `sum(rate(bench_bytes_total{job="${pageName(i)}"}[10s]))` },
    ],
  })),
};

async function scrape(page: Page, port: number, { targets, intervalMs }: ExpositionShape): Promise<void> {
  for (let i = 0; i < targets; i++) {
    const endpoint: Endpoint = {
      id: pageName(i),
      name: pageName(i),
      url: `http://127.0.0.1:${port}/${i}`,
      scrapeIntervalMs: intervalMs,
      scrapeTimeoutMs: intervalMs,
      labels: [],
      scrape: DEFAULT_SCRAPE_SETTINGS,
      auth: { kind: 'none' },
      connection: DEFAULT_CONNECTION,
      limits: DEFAULT_SCRAPE_LIMITS,
    };
    await requestOf(page, 'endpoints.save', { endpoint, secrets: [] });
  }
}

/** How many of the window's frames were late, and how long the longest took. */
async function lateFrames(page: Page): Promise<{ readonly late: number; readonly longestMs: number }> {
  return page.evaluate(
    async ([durationMs, lateMs]) => {
      let late = 0;
      let longestMs = 0;
      let beforeMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const endMs = beforeMs + (durationMs as number);
      while (beforeMs < endMs) {
        const atMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        if (atMs - beforeMs > (lateMs as number)) late++;
        longestMs = Math.max(longestMs, atMs - beforeMs);
        beforeMs = atMs;
      }
      return { late, longestMs };
    },
    [MEASURED_MS, LATE_FRAME_MS],
  );
}

/** The p99 of how late timers of the main process are during `work`, ms. */
async function mainDelayDuring(app: ElectronApplication, work: () => Promise<void>): Promise<number> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    Object.assign(globalThis, { benchDelay: histogram });
  });
  await work();
  return app.evaluate(() => {
    const { benchDelay } = globalThis as unknown as {
      benchDelay: { disable(): void; percentile(share: number): number };
    };
    benchDelay.disable();
    return benchDelay.percentile(99) / 1e6 - 1;
  });
}

interface Drawn {
  readonly late: number[];
  readonly longestMs: number[];
  readonly delayMs: number[];
}

async function watch(app: ElectronApplication, page: Page): Promise<Drawn> {
  const drawn: Drawn = { late: [], longestMs: [], delayMs: [] };
  for (let i = 0; i < WINDOWS; i++) {
    const delayMs = await mainDelayDuring(app, async () => {
      const { late, longestMs } = await lateFrames(page);
      drawn.late.push(late);
      drawn.longestMs.push(longestMs);
    });
    drawn.delayMs.push(delayMs);
  }
  return drawn;
}

async function openDashboard(page: Page): Promise<void> {
  await page.getByTestId('nav-dashboards').click();
  await page.getByTestId(`dashboard-card-${DASHBOARD.uid}`).click();
  await page.getByTestId('dashboard').waitFor();
  await page.waitForFunction(
    ([drawn, charts]) => document.querySelectorAll(drawn as string).length >= (charts as number),
    [DRAWN, CHARTS],
  );
}

function framesFigures(state: string, { late, longestMs, delayMs }: Drawn): BenchFigure[] {
  const seconds = MEASURED_MS / 1_000;
  return [
    figure(`late frames (> 33 ms) in ${seconds} s of a ${CHARTS}-chart dashboard, ${state}`, 'frames', late),
    figure(`longest frame, ${state}`, 'ms', longestMs),
    figure(`main process' delay (p99), ${state}`, 'ms', delayMs),
  ];
}

/** Frames, the main process' delay and punctuality while a dashboard is drawn, first without a load to speak of. */
async function measureDrawing(app: ElectronApplication, page: Page, folder: string): Promise<BenchFigure[]> {
  const quiet = new PageServer(QUIET);
  const busy = new PageServer(BUSY);
  const port = await busy.port();
  try {
    await scrape(page, await quiet.port(), QUIET);
    await requestOf(page, 'dashboards.import', { text: JSON.stringify(DASHBOARD) });
    await openDashboard(page);
    await sleep(SETTLING_MS);
    const without = await watch(app, page);
    await scrape(page, port, BUSY);
    await sleep(SETTLING_MS);
    await busy.counts();
    const loaded = await watch(app, page);
    const ours = (await busy.counts()).get('sextant')?.gapsMs ?? [];
    const state = `${BUSY.targets} x ${BUSY.series} every ${BUSY.intervalMs / 1_000} s`;
    const figures = [
      ...framesFigures('next to no load', without),
      ...framesFigures(state, loaded),
      figure(`I5, punctuality (p99 - p50) while it is drawn, ${state}`, 'ms', [punctualityOf(ours)]),
    ];
    for (let i = 0; i < BUSY.targets; i++)
      await requestOf(page, 'endpoints.remove', { endpointId: pageName(i) });
    if (!isInstalled('prometheus')) return figures;
    const peer = await startPrometheus(path.join(folder, 'peer'), port, BUSY.targets, BUSY.intervalMs);
    await sleep(SETTLING_MS);
    await busy.counts();
    await sleep(WINDOWS * MEASURED_MS);
    const gapsMs = (await busy.counts()).get('Prometheus')?.gapsMs ?? [];
    await peer.stop();
    const beside = figure('I5, punctuality of prometheus over the same pages', 'ms', [punctualityOf(gapsMs)]);
    return [...figures, beside];
  } finally {
    await quiet.stop();
    await busy.stop();
  }
}

/** M2: all processes of the app on Overview beside prometheus, over the same pages. */
async function measureMemory(app: ElectronApplication, page: Page, folder: string): Promise<BenchFigure[]> {
  const server = new PageServer(MANY);
  const port = await server.port();
  const peer = isInstalled('prometheus')
    ? await startPrometheus(path.join(folder, 'many'), port, MANY.targets, MANY.intervalMs)
    : null;
  try {
    await page.getByTestId('nav-overview').click();
    await sleep(MANY.intervalMs);
    const idle = figure('whole app (PSS) with nothing to scrape', 'MB', [
      treePssBytes(app.process().pid ?? 0) / 1e6,
    ]);
    await scrape(page, port, MANY);
    await sleep(SETTLING_MS * 3);
    const pss: number[] = [];
    const rss: number[] = [];
    for (let i = 0; i < WINDOWS; i++) {
      await sleep(MANY.intervalMs);
      pss.push(treePssBytes(app.process().pid ?? 0) / 1e6);
      if (peer !== null) rss.push(peer.usage().rssBytes / 1e6);
    }
    const name = `M2, whole app (PSS) on Overview, ${(MANY.targets * MANY.series) / 1_000}k series`;
    const beside = peer === null ? undefined : { name: 'prometheus (RSS)', samples: rss };
    return [idle, figure(name, 'MB', pss, beside)];
  } finally {
    await peer?.stop();
    await server.stop();
  }
}

/** The app with its window while it scrapes much: what its user would notice, and its memory. */
export const appBench: Bench = async () => {
  const found = await findElectron();
  if ('skipped' in found) return found;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bench-'));
  process.env.SEXTANT_FIRST_RUN = 'ask';
  const figures: BenchFigure[] = [];
  try {
    for (const [i, measure] of [measureDrawing, measureMemory].entries()) {
      const app = await launchElectron(found.executablePath, ROOT, path.join(folder, `profile-${i}`));
      try {
        const page = await app.firstWindow();
        await page.getByTestId('page-first-run').waitFor();
        await requestOf(page, 'environments.create', { name: 'Load', kind: 'staging' });
        figures.push(...(await measure(app, page, folder)));
      } finally {
        await closeElectron(app);
      }
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
