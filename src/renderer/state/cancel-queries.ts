import { request } from '../ipc/client.ts';

/** Tells the engine that nobody waits for the answers to these queries any more. */
export function cancelQueries(supersedeKeys: readonly string[]): void {
  // An engine that is gone runs none: there is nothing to tell.
  request('engine.cancelQueries', [...supersedeKeys]).catch(() => undefined);
}
