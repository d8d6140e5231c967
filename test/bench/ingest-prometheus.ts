import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCliProgram } from '../support/cli-program.ts';
import { type BenchFigure, figure } from './bench.ts';
import type { ExpositionShape, ScraperCount } from './exposition-server.ts';
import { folderBytes, type ScrapingProgram, startPrometheus, startSextant } from './ingest-peers.ts';
import { measureMainThreadDelay } from './main-thread-delay.ts';

/** Before the count begins: both programs start, meet their series and compile. */
const WARM_UP_MS = 18_000;
const MEASURED_MS = 40_000;
const REPEATS = 3;
const IDLE_MS = 3_000;

const SHAPES: readonly (ExpositionShape & { readonly name: string; readonly full: boolean })[] = [
  { name: 'I1', targets: 20, series: 10_000, intervalMs: 5_000, full: true },
  { name: 'I2', targets: 50, series: 2_000, intervalMs: 2_000, full: false },
  { name: 'I3', targets: 10, series: 1_000, intervalMs: 1_000, full: false },
];

interface Measured {
  readonly cpuMicros: number;
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

class Server {
  readonly #child: ChildProcess;

  constructor(shape: ExpositionShape) {
    const file = path.join(import.meta.dirname, 'exposition-server.ts');
    this.#child = fork(file, [JSON.stringify(shape)], { execArgv: ['--import', 'tsx'] });
  }

  async port(): Promise<number> {
    const [port] = await once(this.#child, 'message');
    return port as number;
  }

  /** What was fetched since the last call. */
  async counts(): Promise<ReadonlyMap<string, ScraperCount>> {
    const answer = once(this.#child, 'message');
    this.#child.send('counts');
    const [counts] = await answer;
    return new Map(counts as [string, ScraperCount][]);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

function spread(gapsMs: readonly number[]): number {
  const sorted = [...gapsMs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return at(0.99) - at(0.5);
}

/** Both programs at once over the same pages: what else the machine does meets them alike. */
async function measure(
  shape: ExpositionShape,
  starts: readonly StartPeer[],
  folder: string,
): Promise<Measured[]> {
  const server = new Server(shape);
  const programs: ScrapingProgram[] = [];
  try {
    const port = await server.port();
    for (const [i, start] of starts.entries()) {
      programs.push(await start(path.join(folder, String(i)), port, shape.targets, shape.intervalMs));
    }
    await sleep(WARM_UP_MS);
    const before = programs.map((program) => program.usage());
    const earlier = await server.counts();
    await sleep(MEASURED_MS);
    const after = programs.map((program) => program.usage());
    const counts = await server.counts();
    return await Promise.all(
      programs.map(async ({ userAgent, folder: own }, i): Promise<Measured> => {
        const { samples, gapsMs } = counts.get(userAgent) ?? { samples: Number.NaN, gapsMs: [] };
        const usage = after[i] as ReturnType<ScrapingProgram['usage']>;
        const cpuSeconds = usage.cpuSeconds - (before[i]?.cpuSeconds ?? 0);
        const walBytes =
          userAgent === 'Prometheus' ? await folderBytes(path.join(own, 'data/wal')) : Number.NaN;
        return {
          cpuMicros: (cpuSeconds * 1e6) / samples,
          punctualityMs: spread(gapsMs),
          rssBytes: usage.rssBytes,
          pssBytes: usage.pssBytes,
          walBytesPerSample: walBytes / (samples + (earlier.get(userAgent)?.samples ?? 0)),
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
  const server = new Server(shape);
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

function compared(
  name: string,
  unit: string,
  runs: readonly (readonly Measured[])[],
  of: (measured: Measured, program: number) => number,
): BenchFigure {
  const samplesOf = (program: number): number[] => runs.map((run) => of(run[program] as Measured, program));
  return figure(name, unit, samplesOf(0), { name: 'prometheus', samples: samplesOf(1) });
}

/**
 * `sextant serve` beside the real prometheus over the same pages at the same interval: CPU, punctuality and memory.
 * `journalBytesPerSample` is ours, compared with Prometheus' write-ahead log.
 */
export async function compareWithPrometheus(journalBytesPerSample: number): Promise<BenchFigure[]> {
  const cli = await buildCliProgram();
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-ingest-'));
  const starts: StartPeer[] = [
    (own, port, targets, intervalMs) => startSextant(cli.file, own, port, targets, intervalMs),
    startPrometheus,
  ];
  const figures: BenchFigure[] = [];
  try {
    const idle = await idleBytes(starts, folder);
    for (const shape of SHAPES) {
      const runs: Measured[][] = [];
      for (let i = 0; i < REPEATS; i++) {
        runs.push(await measure(shape, starts, path.join(folder, `${shape.name}-${i}`)));
      }
      const { targets, series, intervalMs } = shape;
      const label = `${shape.name}, ${targets} x ${series} every ${intervalMs / 1000} s`;
      figures.push(
        compared(`CPU, ${label}`, 'us/sample', runs, ({ cpuMicros }) => cpuMicros),
        compared(`punctuality (p99 - p50), ${label}`, 'ms', runs, ({ punctualityMs }) => punctualityMs),
      );
      if (!shape.full) continue;
      const growth = ({ rssBytes }: Measured, program: number): number =>
        (rssBytes - (idle[program] as number)) / (targets * series);
      figures.push(
        compared(
          'M1, memory over an idle process (minutes, not the 15 of the goal)',
          'B/series',
          runs,
          growth,
        ),
        compared('M2, engine alone at 200,000 series, PSS', 'MB', runs, ({ pssBytes }) => pssBytes / 1e6),
        figure('S3, journal and write-ahead log', 'B/sample', [journalBytesPerSample], {
          name: 'prometheus',
          samples: runs.map((run) => (run[1] as Measured).walBytesPerSample),
        }),
      );
    }
    const [, many] = SHAPES;
    if (many !== undefined) figures.push(await mainThreadDelay(cli.file, many, path.join(folder, 'worker')));
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(cli.folder, { recursive: true, force: true });
  }
}
