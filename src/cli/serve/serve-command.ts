import { createSystemClock } from '../../engine/clock.ts';
import type { LocalEngine } from '../../engine/engine.ts';
import { type ApiServer, startApiServer } from '../../engine/http-api/api-server.ts';
import { importOpenMetrics } from '../../engine/transfer/import-openmetrics.ts';
import { DEFAULT_RETENTION, type Environment } from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import type { Command } from '../command-line.ts';
import { readEnvironment } from '../engine/environment-reader.ts';
import { bareEnvironment, KEEP_ALL, openSystemEngine } from '../engine/local-engine.ts';
import { refuseLockedHistory } from '../engine/locked-history.ts';
import { readSecretOptions } from '../engine/secret-options.ts';
import { createStderrLogger } from '../engine/stderr-logger.ts';
import { readTargetsFile } from '../engine/targets-file.ts';
import { APP_VERSION } from '../version.ts';
import { readServeOptions, type ServeOptions } from './serve-options.ts';

const USAGE = `Usage: sextant serve [options]

Runs the engine without a window and answers Prometheus' HTTP query API.

  --data <folder>           folder of the history; in memory only without it
  --environment <file>      environment.yaml whose endpoints are scraped and whose rules are evaluated
  --import <file>           OpenMetrics text with timestamps, loaded before anything is answered
  --listen <host:port>      where to answer (127.0.0.1:9990)
  --token-env <NAME>        variable with the bearer token that requests must have
  --secret <ref>=<NAME>@<origin>
                            variable with a credential of the environment, and the one server it is sent to; repeatable
  --verbose                 write what happens to the standard error

With TARGETS_FILE (JSON: {"interval": seconds, "urls": [...]}) and DATA_DIR in its environment it scrapes these pages
without credentials, and answers only where --listen is given.`;

async function readTargets(options: ServeOptions): Promise<Environment> {
  if (options.environmentPath !== null) return readEnvironment(options.environmentPath);
  if (options.targetsPath !== null) {
    return bareEnvironment(await readTargetsFile(options.targetsPath), DEFAULT_RETENTION);
  }
  return bareEnvironment([], KEEP_ALL);
}

async function load(path: string, { api, storage, imported }: LocalEngine): Promise<void> {
  const { series, samples, appended } = await importOpenMetrics(path, {
    storage,
    notes: imported,
    keepFromMs: Number.NEGATIVE_INFINITY,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  storage.flush();
  const known = samples === appended ? '' : `, ${samples - appended} of them known already`;
  console.log(`Imported ${samples} samples of ${series} series${known}.`);
  const { oldestSampleAtMs } = await api.getStatus();
  if (oldestSampleAtMs === null && samples > 0) {
    console.error("The samples are older than the environment's retention, so they are not kept.");
  }
}

async function listen(engine: LocalEngine, options: ServeOptions): Promise<ApiServer | null> {
  if (options.listen === null) return null;
  try {
    const { token } = options;
    return await startApiServer(
      { ...engine, clock: createSystemClock(), appVersion: APP_VERSION },
      { ...options.listen, token },
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'the port is taken; choose another with --listen' : message;
    throw new AppError('unavailable', `The API can't be answered: ${reason}.`);
  }
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function serve(args: readonly string[]): Promise<number> {
  const options = readServeOptions(args, process.env);
  const secrets = readSecretOptions(options.secrets);
  const environment = await readTargets(options);
  const stopped = untilSignal();
  const logger = createStderrLogger(options.verbose);
  const engine = await openSystemEngine(environment, options.dataDirectory, secrets, logger);
  let server: ApiServer | null = null;
  try {
    refuseLockedHistory(engine.storage.storageState, options.dataDirectory);
    for (const { file, line, rule, message } of await engine.api.listRuleErrors()) {
      logger.warn(`rule file ${file} is not used`, { line, rule, message });
    }
    if (options.importPath !== null) await load(options.importPath, engine);
    server = await listen(engine, options);
    if (server === null) console.log(`Scraping ${environment.endpoints.length} targets.`);
    else console.log(`Answering Prometheus' HTTP API at ${server.url}`);
    await stopped;
  } finally {
    await server?.close();
    await engine.api.close();
  }
  return 0;
}

export const serveCommand: Command = {
  name: 'serve',
  summary: "scrape without a window and answer Prometheus' HTTP query API",
  usage: USAGE,
  run: serve,
};
