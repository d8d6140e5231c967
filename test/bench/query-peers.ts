import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const CLOCK_TICKS_PER_S = 100;
const READY_MS = 60_000;

/** A program that answers Prometheus' HTTP API over the bench's data. */
export interface QueryPeer {
  readonly name: string;
  /** The whole answer, as its text. */
  ask(pathAndQuery: string): Promise<string>;
  /** Seconds of CPU so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Whether a program can be started here. */
export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
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

class HttpPeer implements QueryPeer {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #base: string;
  readonly #extra: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(name: string, child: ChildProcess, port: number, extra: string) {
    this.name = name;
    this.#child = child;
    this.#base = `http://127.0.0.1:${port}`;
    this.#extra = extra;
  }

  async whenReady(healthPath: string): Promise<void> {
    const untilMs = performance.now() + READY_MS;
    for (;;) {
      try {
        await this.#get(healthPath);
        return;
      } catch (error) {
        if (performance.now() > untilMs || this.#child.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  ask(pathAndQuery: string): Promise<string> {
    return this.#get(pathAndQuery + this.#extra);
  }

  async #get(pathAndQuery: string): Promise<string> {
    const asked = get(this.#base + pathAndQuery, { agent: this.#agent });
    const [response] = await once(asked, 'response');
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part);
    const text = Buffer.concat(parts).toString('utf8');
    if (response.statusCode >= 300) throw new Error(`${this.name} answered ${response.statusCode}: ${text}`);
    return text;
  }

  async post(pathname: string, body: AsyncIterable<string>): Promise<void> {
    const sent = request(this.#base + pathname, { method: 'POST', agent: this.#agent });
    const answered = once(sent, 'response');
    await pipeline(body, sent);
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
    if (response.statusCode >= 300) throw new Error(`${this.name} answered ${response.statusCode}`);
  }

  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'latin1');
    // Fields are counted after the name, which may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_S;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

async function start(program: string, args: readonly string[], logFile: string): Promise<ChildProcess> {
  const log = await open(logFile, 'w');
  const child = spawn(program, args, { stdio: ['ignore', log.fd, log.fd] });
  await once(child, 'spawn');
  await log.close();
  return child;
}

/** Prometheus over blocks that promtool makes of the text; the text is left in place. */
export async function startPrometheus(folder: string, textFile: string): Promise<QueryPeer> {
  const blocks = path.join(folder, 'prometheus');
  const made = await start(
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', textFile, blocks],
    path.join(folder, 'promtool.log'),
  );
  const [exitCode] = await once(made, 'exit');
  if (exitCode !== 0) throw new Error(readFileSync(path.join(folder, 'promtool.log'), 'utf8'));
  const config = path.join(folder, 'prometheus.yml');
  await writeFile(config, 'global: {}\n');
  const port = await freePort();
  const child = await start(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${blocks}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    path.join(folder, 'prometheus.log'),
  );
  const peer = new HttpPeer('prometheus', child, port, '');
  await peer.whenReady('/-/ready');
  return peer;
}

/** Lines end with whole seconds; VictoriaMetrics takes milliseconds. */
async function* inMilliseconds(textFile: string): AsyncGenerator<string> {
  for await (const part of createReadStream(textFile, 'utf8')) yield part.replaceAll('\n', '000\n');
}

/** VictoriaMetrics with the text imported. */
export async function startVictoria(folder: string, textFile: string): Promise<QueryPeer> {
  const data = path.join(folder, 'victoria');
  await rm(data, { recursive: true, force: true });
  await mkdir(data);
  const port = await freePort();
  const child = await start(
    'victoria-metrics',
    [
      `-storageDataPath=${data}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=100y',
      '-loggerLevel=ERROR',
      '-search.latencyOffset=0s',
      '-search.maxStalenessInterval=5m',
      '-memory.allowedPercent=30',
    ],
    path.join(folder, 'victoria.log'),
  );
  const peer = new HttpPeer('victoria-metrics', child, port, '&nocache=1');
  await peer.whenReady('/health');
  await peer.post('/api/v1/import/prometheus', inMilliseconds(textFile));
  await peer.ask('/internal/force_flush?');
  return peer;
}
