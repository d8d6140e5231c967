import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Where the threads are built, below node_modules, so that native modules are found from there. */
export const THREADS_FOLDER = path.resolve(import.meta.dirname, '../../node_modules/.cache/threads');

/** The app's threads by the path of their source below `src/`, and the names of what is built of them. */
export const THREADS = {
  'engine/worker.ts': 'engine',
  'backend/worker.ts': 'backend',
  'main/bundles/age-worker.ts': 'age',
} as const;

/** Runs one of the app's threads as it is built before the integration tests. */
export function startThread(source: keyof typeof THREADS, workerData: unknown): Worker {
  return new Worker(path.join(THREADS_FOLDER, `${THREADS[source]}.mjs`), { workerData });
}
