import { Worker } from 'node:worker_threads';

/** A thread that runs one of the app's workers from its source; `worker` is its path below `src/`. */
export function startThread(worker: string, workerData: unknown): Worker {
  const url = new URL(`../../src/${worker}`, import.meta.url);
  const program = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(url.href)});
  });`;
  return new Worker(program, { eval: true, workerData });
}
