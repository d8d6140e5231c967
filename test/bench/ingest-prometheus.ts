import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCli, CLI_FILE } from '../support/cli-program.ts';
import { type BenchFigure, figure } from './bench.ts';
import type { ExpositionShape } from './exposition-server.ts';
import {
  folderBytes,
  type ScrapingProgram,
  startPrometheus,
  startSextant,
  startVictoria,
} from './ingest-peers.ts';
import { measureMainThreadDelay } from './main-thread-delay.ts';
import { PageServer, punctualityOf } from './page-server.ts';
import { isInstalled } from './query-peers.ts';

/** Before the count begins: both programs start, meet their series and compile. */
const WARM_UP_MS = 18_000;
/** Of CPU the median window counts, of punctuality all scrapes together. */
const WINDOWS = 3;
const WINDOW_MS = 15_000;
const IDLE_MS = 3_000;

const SHAPES: readonly (ExpositionShape & { readonly name: string; readonly full: boolean })[] = [
  { name: 'I1', targets: 20, series: 10_000, intervalMs: 5_000, full: true },
  { name: 'I2', targets: 50, series: 2_000, intervalMs: 2_000, full: false },
  { name: 'I3', targets: 10, series: 1_000, intervalMs: 1_000, full: false },
];

/** The programs in the order in which they are started. */
const PEERS = ['sextant', 'prometheus', 'victoria-metrics'] as const;
const PROMETHEUS = 1;
const VICTORIA = 2;

interface Measured {
  /** Per sample, of each window. */
  readonly cpuMicros: readonly number[];
  readonly punctualityMs: number;
  readonly rssBytes: number;
  readonly pssBytes: number;
  readonly walBytesPerSample: number;
}

type StartPeer = (
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
) => Promise<ScrapingProgram>;

/** All programs at once over the same pages: what else the machine does meets them alike. */
async function measure(
  shape: ExpositionShape,
  starts: readonly StartPeer[],
  folder: string,
): Promise<Measured[]> {
  const server = new PageServer(shape);
  const programs: ScrapingProgram[] = [];
  try {
    const port = await server.port();
    for (const [i, start] of starts.entries()) {
      programs.push(await start(path.join(folder, String(i)), port, shape.targets, shape.intervalMs));
    }
    await sleep(WARM_UP_MS);
    const usages = [programs.map((program) => program.usage())];
    const counts = [await server.counts()];
    for (let i = 0; i < WINDOWS; i++) {
      await sleep(WINDOW_MS);
      usages.push(programs.map((program) => program.usage()));
      counts.push(await server.counts());
    }
    return await Promise.all(
      programs.map(async ({ userAgent, folder: own }, k): Promise<Measured> => {
        const counted = counts.map((one) => one.get(userAgent) ?? { samples: Number.NaN, gapsMs: [] });
        const used = usages.map((one) => one[k] as ReturnType<ScrapingProgram['usage']>);
        const last = used.at(-1) as ReturnType<ScrapingProgram['usage']>;
        const walBytes =
          userAgent === 'Prometheus' ? await folderBytes(path.join(own, 'data/wal')) : Number.NaN;
        return {
          cpuMicros: counted.slice(1).map(({ samples }, i) => {
            const cpuSeconds = (used[i + 1]?.cpuSeconds ?? Number.NaN) - (used[i]?.cpuSeconds ?? 0);
            return (cpuSeconds * 1e6) / samples;
          }),
          punctualityMs: punctualityOf(counted.slice(1).flatMap(({ gapsMs }) => gapsMs)),
          rssBytes: last.rssBytes,
          pssBytes: last.pssBytes,
          walBytesPerSample: walBytes / counted.reduce((sum, { samples }) => sum + samples, 0),
        };
      }),
    );
  } finally {
    for (const program of programs) await program.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Memory of the programs while they have nothing to scrape. */
async function idleBytes(starts: readonly StartPeer[], folder: string): Promise<number[]> {
  const programs: ScrapingProgram[] = [];
  try {
    for (const [i, start] of starts.entries()) {
      programs.push(await start(path.join(folder, `idle-${i}`), 9, 0, 1_000));
    }
    await sleep(IDLE_MS);
    return programs.map((program) => program.usage().rssBytes);
  } finally {
    for (const program of programs) await program.stop();
  }
}

async function mainThreadDelay(
  cliFile: string,
  shape: ExpositionShape,
  folder: string,
): Promise<BenchFigure> {
  const server = new PageServer(shape);
  try {
    return await measureMainThreadDelay(
      cliFile,
      folder,
      await server.port(),
      shape.targets,
      shape.intervalMs,
    );
  } finally {
    await server.stop();
  }
}

/** Ours beside a peer's; `measured` are the programs in the order of `PEERS`, ours first. */
function compared(
  name: string,
  unit: string,
  measured: readonly Measured[],
  of: (measured: Measured, program: number) => readonly number[],
  peer: number,
): BenchFigure {
  const samplesOf = (program: number): readonly number[] => of(measured[program] as Measured, program);
  return figure(name, unit, samplesOf(0), { name: PEERS[peer] as string, samples: samplesOf(peer) });
}

function shapeFigures(shape: (typeof SHAPES)[number], measured: readonly Measured[]): BenchFigure[] {
  const { name, targets, series, intervalMs } = shape;
  const label = `${name}, ${targets} x ${series} every ${intervalMs / 1000} s`;
  const cpu = ({ cpuMicros }: Measured): readonly number[] => cpuMicros;
  const figures = [
    compared(`CPU, ${label}`, 'us/sample', measured, cpu, PROMETHEUS),
    compared(
      `I5, punctuality (p99 - p50), ${label}`,
      'ms',
      measured,
      ({ punctualityMs }) => [punctualityMs],
      PROMETHEUS,
    ),
  ];
  if (measured.length > VICTORIA) {
    figures.push(compared(`I4, CPU, ${label}`, 'us/sample', measured, cpu, VICTORIA));
  }
  return figures;
}

function memoryFigures(
  { targets, series }: ExpositionShape,
  measured: readonly Measured[],
  idle: readonly number[],
  journalBytesPerSample: number,
): BenchFigure[] {
  const growth = ({ rssBytes }: Measured, program: number): readonly number[] => [
    (rssBytes - (idle[program] as number)) / (targets * series),
  ];
  const [ours, prometheus] = measured as [Measured, Measured];
  return [
    compared(
      'M1, memory over an idle process (a minute, not the 15 of the goal)',
      'B/series',
      measured,
      growth,
      PROMETHEUS,
    ),
    figure('M2, engine alone, PSS, against RSS', 'MB', [ours.pssBytes / 1e6], {
      name: 'prometheus',
      samples: [prometheus.rssBytes / 1e6],
    }),
    figure('S3, journal and write-ahead log', 'B/sample', [journalBytesPerSample], {
      name: 'prometheus',
      samples: [prometheus.walBytesPerSample],
    }),
  ];
}

/**
 * `sextant serve` beside the real prometheus, and victoria-metrics where it is installed, over the same pages at the
 * same interval: CPU, punctuality and memory. `journalBytesPerSample` is ours, compared with Prometheus' write-ahead
 * log.
 */
export async function compareWithPeers(journalBytesPerSample: number): Promise<BenchFigure[]> {
  buildCli();
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-ingest-'));
  const starts: StartPeer[] = [
    (own, port, targets, intervalMs) => startSextant(CLI_FILE, own, port, targets, intervalMs),
    startPrometheus,
    ...(isInstalled('victoria-metrics') ? [startVictoria] : []),
  ];
  const figures: BenchFigure[] = [];
  try {
    const idle = await idleBytes(starts, folder);
    for (const shape of SHAPES) {
      const measured = await measure(shape, starts, path.join(folder, shape.name));
      figures.push(...shapeFigures(shape, measured));
      if (shape.full) figures.push(...memoryFigures(shape, measured, idle, journalBytesPerSample));
    }
    const [, many] = SHAPES;
    if (many !== undefined) figures.push(await mainThreadDelay(CLI_FILE, many, path.join(folder, 'worker')));
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
