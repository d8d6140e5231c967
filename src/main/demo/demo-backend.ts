import type { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';

const PREFERRED_PORT = 9_464;
const START_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 1_500;

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('listening'),
    metricsUrl: z.url(),
    adminUrl: z.url(),
    adminToken: z.string(),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('log'), line: z.string() }),
  z.object({ type: z.literal('closed') }),
]);

/** What the demo's backend is started with. */
export interface DemoBackendData {
  readonly seed: number;
  readonly port: number;
  readonly token: string;
  readonly scenario: 'demo';
}

/** The running demo backend. */
export interface DemoBackend {
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  /** False once its thread ended, by itself or by `close`. */
  isRunning(): boolean;
  close(): Promise<void>;
}

type StartWorker = (data: DemoBackendData) => Worker;

function closeWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => void worker.terminate().then(() => resolve()), CLOSE_LIMIT_MS);
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    worker.postMessage({ type: 'close' });
  });
}

function listen(worker: Worker, log: (line: string) => void): Promise<DemoBackend> {
  return new Promise((resolve, reject) => {
    let isListening = false;
    let isRunning = true;
    const fail = (message: string): void => {
      clearTimeout(timer);
      if (isListening) log(message);
      else reject(new AppError('unavailable', message));
    };
    const timer = setTimeout(() => fail('The demo service did not start in time.'), START_LIMIT_MS);
    worker.once('error', (error) => fail(`The demo service failed: ${error.message}`));
    worker.once('exit', () => {
      isRunning = false;
      fail('The demo service ended.');
    });
    worker.on('message', (raw: unknown) => {
      const message = messageSchema.parse(raw);
      if (message.type === 'log') log(message.line);
      else if (message.type === 'failed') fail(message.message);
      else if (message.type === 'listening') {
        clearTimeout(timer);
        isListening = true;
        const { metricsUrl, adminUrl, adminToken } = message;
        resolve({
          metricsUrl,
          adminUrl,
          adminToken,
          isRunning: () => isRunning,
          close: async () => {
            if (isRunning) await closeWorker(worker);
          },
        });
      }
    });
  });
}

async function tryPort(
  startWorker: StartWorker,
  token: string,
  port: number,
  log: (line: string) => void,
): Promise<DemoBackend> {
  const worker = startWorker({ seed: 1, port, token, scenario: 'demo' });
  try {
    return await listen(worker, log);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/**
 * Starts the demo's backend on its usual port, or on a free one where that is taken, so that two instances can run.
 * Throws AppError `unavailable`.
 */
export async function startDemoBackend(
  startWorker: StartWorker,
  token: string,
  log: (line: string) => void,
): Promise<DemoBackend> {
  try {
    return await tryPort(startWorker, token, PREFERRED_PORT, log);
  } catch (error) {
    log(`the usual port ${PREFERRED_PORT} can't be used, trying a free one (${(error as Error).message})`);
    return tryPort(startWorker, token, 0, log);
  }
}
