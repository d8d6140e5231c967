import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

const CLOCK_TICKS_PER_S = 100;

/** A program that scrapes the bench's pages. */
export interface ScrapingProgram {
  /** As it calls itself in its User-Agent. */
  readonly userAgent: string;
  readonly folder: string;
  /** CPU seconds of all its threads, and its memory in bytes; `pssBytes` counts shared pages once. */
  usage(): { readonly cpuSeconds: number; readonly rssBytes: number; readonly pssBytes: number };
  stop(): Promise<void>;
}

function kilobytes(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
}

class Program implements ScrapingProgram {
  readonly userAgent: string;
  readonly folder: string;
  readonly #child: ChildProcess;

  constructor(userAgent: string, folder: string, child: ChildProcess) {
    this.userAgent = userAgent;
    this.folder = folder;
    this.#child = child;
  }

  usage(): ReturnType<ScrapingProgram['usage']> {
    const folder = `/proc/${this.#child.pid}`;
    const line = readFileSync(`${folder}/stat`, 'latin1');
    // Fields are counted after the name, which may hold blanks.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_S,
      rssBytes: kilobytes(readFileSync(`${folder}/status`, 'latin1'), 'VmRSS'),
      pssBytes: kilobytes(readFileSync(`${folder}/smaps_rollup`, 'latin1'), 'Pss'),
    };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

async function start(
  userAgent: string,
  folder: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ScrapingProgram> {
  const log = await open(path.join(folder, 'log'), 'w');
  const child = spawn(command, args, {
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, ...env },
  });
  await once(child, 'spawn');
  await log.close();
  return new Program(userAgent, folder, child);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}

async function writeScrapeConfig(
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
): Promise<string> {
  await mkdir(path.join(folder, 'data'), { recursive: true });
  const jobs = Array.from({ length: targets }, (_, i) =>
    [
      `- job_name: 'page${i}'`,
      `  metrics_path: /${i}`,
      `  static_configs: [{ targets: ['127.0.0.1:${port}'] }]`,
    ].join('\n'),
  );
  const timing = `scrape_interval: ${intervalMs}ms, scrape_timeout: ${intervalMs}ms`;
  const file = path.join(folder, 'scrape.yml');
  await writeFile(
    file,
    `global: { ${timing} }\nscrape_configs:${targets === 0 ? ' []' : `\n${jobs.join('\n')}`}\n`,
  );
  return file;
}

/** The real Prometheus over pages `/0` ... of a server. */
export async function startPrometheus(
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
): Promise<ScrapingProgram> {
  const config = await writeScrapeConfig(folder, port, targets, intervalMs);
  return start(
    'Prometheus',
    folder,
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${await freePort()}`,
      '--log.level=warn',
    ],
    {},
  );
}

/** VictoriaMetrics over the same pages. */
export async function startVictoria(
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
): Promise<ScrapingProgram> {
  const config = await writeScrapeConfig(folder, port, targets, intervalMs);
  return start(
    'vm_promscrape',
    folder,
    'victoria-metrics',
    [
      `-promscrape.config=${config}`,
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=127.0.0.1:${await freePort()}`,
      '-loggerLevel=ERROR',
    ],
    {},
  );
}

/** VictoriaMetrics that scrapes nothing and keeps samples of any age; its API is at the URL. */
export async function startEmptyVictoria(
  folder: string,
): Promise<{ readonly program: ScrapingProgram; readonly url: string }> {
  await mkdir(folder, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const program = await start(
    'vm_promscrape',
    folder,
    'victoria-metrics',
    [
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=${address}`,
      '-retentionPeriod=100y',
      '-loggerLevel=ERROR',
    ],
    {},
  );
  return { program, url: `http://${address}` };
}

/** `sextant serve` over the same pages. */
export async function startSextant(
  cliFile: string,
  folder: string,
  port: number,
  targets: number,
  intervalMs: number,
): Promise<ScrapingProgram> {
  const data = path.join(folder, 'data');
  await mkdir(data, { recursive: true });
  const urls = Array.from({ length: targets }, (_, i) => `http://127.0.0.1:${port}/${i}`);
  const targetsFile = path.join(folder, 'targets.json');
  await writeFile(targetsFile, JSON.stringify({ interval: intervalMs / 1000, urls }));
  return start('sextant', folder, process.execPath, [cliFile, 'serve'], {
    TARGETS_FILE: targetsFile,
    DATA_DIR: data,
  });
}

/** Bytes of all files below a folder. */
export async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, name));
      return found.isFile() ? found.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
