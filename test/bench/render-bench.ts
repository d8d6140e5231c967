import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { build } from 'vite';
import { type Bench, type BenchFigure, figure, median } from './bench.ts';
import { closeElectron, findElectron, launchElectron, writeEmptyApp } from './electron-app.ts';
import type { LibraryName } from './render/libraries.ts';
import type { ChartTimes, DashboardTimes, RenderPage } from './render/page.ts';

const PEERS = ['chartjs', 'chartjs+min-max', 'uplot'] as const;
const RUNS = 3;
/** The libraries of the live dashboards; each has two turns of these lengths. */
const LIVE = ['ours', 'chartjs', 'uplot'] as const;
const LIVE_MS = 6_000;
const IDLE_MS = 3_000;
const LATE_FRAME_MS = 33.4;

type PageWindow = { renderPage: RenderPage };

async function buildPage(folder: string): Promise<string> {
  const root = path.join(import.meta.dirname, 'render');
  await build({
    root,
    logLevel: 'error',
    configFile: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'chrome130',
      lib: {
        entry: path.join(root, 'page.ts'),
        formats: ['iife'],
        name: 'page',
        fileName: () => 'page.js',
        cssFileName: 'page',
      },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const page = path.join(folder, 'index.html');
  await writeFile(
    page,
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="page.css"><body style="margin:0"><script src="page.js"></script></body>',
  );
  return pathToFileURL(page).href;
}

/** CPU seconds that all processes of an app have used. */
function cpuSeconds(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: main }) =>
    main.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0),
  );
}

function chartTimes(page: Page, library: LibraryName, series: number, points: number): Promise<ChartTimes> {
  const runs = points >= 100_000 ? 2 : RUNS;
  return page.evaluate(
    ([name, s, n, r]) => (globalThis as unknown as PageWindow).renderPage.chart(name, s, n, r),
    [library, series, points, runs] as const,
  );
}

interface DashboardRun extends DashboardTimes {
  /** CPU ms a second while live, above the same page at rest. */
  readonly cpuAboveIdle: number;
}

async function dashboardRun(
  app: ElectronApplication,
  page: Page,
  library: LibraryName,
  charts: number,
  series: number,
): Promise<DashboardRun> {
  await page.evaluate(
    ([name, c, s]) => (globalThis as unknown as PageWindow).renderPage.startDashboard(name, c, s),
    [library, charts, series] as const,
  );
  const times = await page.evaluate(
    (ms) => (globalThis as unknown as PageWindow).renderPage.watchDashboard(ms),
    LIVE_MS,
  );
  const measureCpu = async (ms: number): Promise<number> => {
    const [before, startMs] = [await cpuSeconds(app), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return (((await cpuSeconds(app)) - before) / ((performance.now() - startMs) / 1_000)) * 1_000;
  };
  const live = await measureCpu(LIVE_MS);
  await page.evaluate(() => (globalThis as unknown as PageWindow).renderPage.holdDashboard());
  await page.waitForTimeout(500);
  const idle = await measureCpu(IDLE_MS);
  await page.evaluate(() => (globalThis as unknown as PageWindow).renderPage.endDashboard());
  return { ...times, cpuAboveIdle: Math.max(0, live - idle) };
}

/** Each thing twice, there and back: what disturbs the machine for a while disturbs all of them, and not their ratio. */
function thereAndBack<T>(things: readonly T[]): readonly T[] {
  return [...things, ...things.toReversed()];
}

async function compareCharts(page: Page): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  for (const points of [1_000, 10_000, 100_000]) {
    const turns = new Map<LibraryName, ChartTimes[]>();
    for (const library of thereAndBack(['ours', ...PEERS] as const)) {
      const times = await chartTimes(page, library, 10, points);
      turns.set(library, [...(turns.get(library) ?? []), times]);
    }
    const samples = (library: LibraryName, what: keyof ChartTimes) =>
      (turns.get(library) ?? []).flatMap((times) => times[what]);
    for (const peer of PEERS) {
      for (const what of ['create', 'update'] as const) {
        figures.push(
          figure(`10 series of ${points} points, ${what}`, 'ms', samples('ours', what), {
            name: peer,
            samples: samples(peer, what),
          }),
        );
      }
    }
  }
  return figures;
}

async function compareDashboards(app: ElectronApplication, page: Page): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  for (const [charts, series] of [
    [12, 5],
    [20, 50],
  ] as const) {
    const name = `${charts} charts of ${series} series live at 1 Hz`;
    const runs = { ours: [], chartjs: [], uplot: [] } as Record<(typeof LIVE)[number], DashboardRun[]>;
    for (const library of thereAndBack(LIVE)) {
      runs[library].push(await dashboardRun(app, page, library, charts, series));
    }
    const scripts = (library: (typeof LIVE)[number]) => runs[library].flatMap(({ script }) => script);
    const cpu = (library: (typeof LIVE)[number]) => runs[library].map(({ cpuAboveIdle }) => cpuAboveIdle);
    for (const peer of ['chartjs', 'uplot'] as const) {
      figures.push(
        figure(`${name}, script of an update`, 'ms', scripts('ours'), { name: peer, samples: scripts(peer) }),
        figure(`${name}, CPU above idle`, 'ms/s', cpu('ours'), { name: peer, samples: cpu(peer) }),
      );
    }
    const frames = runs.ours.flatMap(({ frames: times }) => times);
    const late = frames.filter((ms) => ms > LATE_FRAME_MS).length;
    figures.push(
      figure(`${name}, frames over 33 ms of ${frames.length}`, 'frames', [late]),
      figure(`${name}, time between frames`, 'ms', [median(frames)]),
    );
  }
  return figures;
}

/** Our charts beside plain Chart.js and uPlot in one window, on the same columns, until their pixels are there. */
export const renderBench: Bench = async () => {
  const found = await findElectron();
  if ('skipped' in found) return found;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bench-'));
  try {
    await mkdir(path.join(folder, 'page'));
    const url = await buildPage(path.join(folder, 'page'));
    const appPath = await writeEmptyApp(path.join(folder, 'app'), url, [1_640, 1_000]);
    const app = await launchElectron(found.executablePath, appPath, path.join(folder, 'profile'));
    try {
      const page = await app.firstWindow();
      await page.waitForFunction(() => 'renderPage' in globalThis);
      return [...(await compareCharts(page)), ...(await compareDashboards(app, page))];
    } finally {
      await closeElectron(app);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
