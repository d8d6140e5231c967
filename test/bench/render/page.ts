import { type DrawnChart, LIBRARIES, type LibraryName } from './libraries.ts';
import { makeColumns, viewColumns } from './series.ts';

/** Times of one chart, ms, until its pixels are there. */
export interface ChartTimes {
  readonly create: readonly number[];
  readonly update: readonly number[];
}

/** A dashboard whose charts all move on once a second. */
export interface DashboardTimes {
  /** Script ms of each update of all charts. */
  readonly script: readonly number[];
  /** ms between frames. */
  readonly frames: readonly number[];
}

/** What the bench calls in the page. */
export interface RenderPage {
  chart(library: LibraryName, series: number, points: number, runs: number): Promise<ChartTimes>;
  /** Puts charts on the page and moves them on until `endDashboard`. */
  startDashboard(library: LibraryName, charts: number, series: number): Promise<void>;
  /** Watches an animated dashboard for a time, ms. */
  watchDashboard(ms: number): Promise<DashboardTimes>;
  /** Stops moving the charts, which stay. */
  holdDashboard(): void;
  endDashboard(): void;
}

const CHART = { width: 1_200, height: 400 };
const TILE = { width: 390, height: 200 };
const TILE_POINTS = 800;
const ROOM_TO_MOVE = 240;
const WARM_UP_RUNS = 2;

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const microtasks = async (): Promise<void> => {
  // uPlot draws in a microtask of its own.
  await Promise.resolve();
  await Promise.resolve();
};

/** Reading a pixel waits for the recorded drawing to be rasterised. */
function rasterise(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

function addPlace({ width, height }: typeof CHART): HTMLElement {
  const element = document.createElement('div');
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  element.style.position = 'relative';
  return document.body.appendChild(element);
}

async function chart(
  library: LibraryName,
  series: number,
  points: number,
  runs: number,
): Promise<ChartTimes> {
  document.body.style.display = 'block';
  const create: number[] = [];
  const update: number[] = [];
  for (let run = 0; run < runs + WARM_UP_RUNS; run++) {
    const place = addPlace(CHART);
    const first = makeColumns(series, points, run);
    await frame();
    const startMs = performance.now();
    const drawn = LIBRARIES[library](place, first, CHART.width, CHART.height);
    await microtasks();
    rasterise(drawn.canvas);
    if (run >= WARM_UP_RUNS) create.push(performance.now() - startMs);
    for (let k = 0; k < 3; k++) {
      const next = makeColumns(series, points, run * 10 + k + 1);
      await frame();
      const atMs = performance.now();
      drawn.update(next);
      await microtasks();
      rasterise(drawn.canvas);
      if (run >= WARM_UP_RUNS) update.push(performance.now() - atMs);
    }
    drawn.destroy();
    place.remove();
    await wait(20);
  }
  return { create, update };
}

let charts: DrawnChart[] = [];
let timer: ReturnType<typeof setInterval> | undefined;
let script: number[] = [];

async function startDashboard(library: LibraryName, count: number, series: number): Promise<void> {
  Object.assign(document.body.style, { display: 'flex', flexWrap: 'wrap', gap: '4px' });
  const columns = Array.from({ length: count }, (_, c) => makeColumns(series, TILE_POINTS + ROOM_TO_MOVE, c));
  charts = columns.map((all) =>
    LIBRARIES[library](addPlace(TILE), viewColumns(all, 0, TILE_POINTS), TILE.width, TILE.height),
  );
  await wait(500);
  let moved = 0;
  timer = setInterval(async () => {
    moved = (moved + 1) % ROOM_TO_MOVE;
    const startMs = performance.now();
    charts.forEach((drawn, c) => {
      drawn.update(viewColumns(columns[c] as (typeof columns)[number], moved, TILE_POINTS));
    });
    await microtasks();
    script.push(performance.now() - startMs);
  }, 1_000);
  await wait(2_500);
}

async function watchDashboard(ms: number): Promise<DashboardTimes> {
  script = [];
  const frames: number[] = [];
  let before = await frame();
  const endMs = before + ms;
  while (before < endMs) {
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  return { script, frames };
}

function holdDashboard(): void {
  clearInterval(timer);
}

function endDashboard(): void {
  holdDashboard();
  for (const drawn of charts) drawn.destroy();
  charts = [];
  document.body.replaceChildren();
}

const page: RenderPage = { chart, startDashboard, watchDashboard, holdDashboard, endDashboard };
Object.assign(globalThis, { renderPage: page });
