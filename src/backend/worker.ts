import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createDemoService } from './demo/demo-service.ts';

const demoWorkerData = z.strictObject({
  seed: z.int(),
  port: z.int().min(0).max(65_535).optional(),
  token: z.string().min(1),
  scenario: z.enum(['demo', 'none']).default('demo'),
});

/** Input of the worker; `token` is the bearer token that `/metrics` wants. */
export type DemoWorkerData = z.input<typeof demoWorkerData>;

/** What the worker posts; after `failed` and `closed` it ends by itself. */
export type DemoWorkerMessage =
  | { type: 'listening'; url: string; metricsUrl: string; adminUrl: string; adminToken: string }
  | { type: 'log'; line: string }
  | { type: 'failed'; message: string }
  | { type: 'closed' };

/** What the worker listens to. */
export interface DemoWorkerCommand {
  type: 'close';
}

function post(message: DemoWorkerMessage): void {
  parentPort?.postMessage(message);
}

async function run(): Promise<void> {
  const { token, ...options } = demoWorkerData.parse(workerData);
  const service = await createDemoService({
    ...options,
    auth: { bearer: [{ token }] },
    log: (line) => post({ type: 'log', line }),
  });
  parentPort?.on('message', (command: DemoWorkerCommand) => {
    if (command.type !== 'close') return;
    void service.close().then(() => {
      post({ type: 'closed' });
      parentPort?.close();
    });
  });
  const { url, metricsUrl, adminUrl, adminToken } = service;
  post({ type: 'listening', url, metricsUrl, adminUrl, adminToken });
}

run().catch((error: NodeJS.ErrnoException) => {
  const reason = error.code === 'EADDRINUSE' ? 'its port is taken' : (error.code ?? error.name);
  post({ type: 'failed', message: `The demo service can't start: ${reason}.` });
  parentPort?.close();
});
