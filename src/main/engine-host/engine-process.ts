import type { Worker } from 'node:worker_threads';
import {
  ENGINE_EVENTS,
  ENGINE_HOST_METHODS,
  ENGINE_METHODS,
  type EngineApi,
  type EngineEvents,
  type EngineHost,
} from '../../engine/engine-api.ts';
import { createRpcConnection } from '../../shared/rpc/port.ts';

const CLOSE_LIMIT_MS = 2_000;

/** One running engine thread. */
export interface EngineProcess {
  readonly api: EngineApi;
  /** Lets the engine write what it has, for at most two seconds, then ends the thread. */
  close(): Promise<void>;
}

/** What a thread's owner hears of it; nothing after `close` was called. */
export interface EngineProcessOwner {
  readonly events: EngineEvents;
  readonly host: EngineHost;
  /** The thread ended by itself; `error` is null where it just exited. */
  onEnded(error: Error | null): void;
}

function within(promise: Promise<unknown>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(done, done);
  });
}

/** Speaks with an engine thread that was just started. */
export function attachEngine(worker: Worker, owner: EngineProcessOwner): EngineProcess {
  const connection = createRpcConnection({
    postMessage: (message, transfer) => worker.postMessage(message, [...transfer]),
    onMessage: (listener) => void worker.on('message', listener),
  });
  const api = connection.createClient<EngineApi>(ENGINE_METHODS);
  let isOver = false;

  connection.listen<EngineEvents>(ENGINE_EVENTS, {
    invalidated: (topics) => (isOver ? undefined : owner.events.invalidated(topics)),
    alertsChanged: (transitions) => (isOver ? undefined : owner.events.alertsChanged(transitions)),
    notified: (notice) => (isOver ? undefined : owner.events.notified(notice)),
    log: (level, message, fields) => owner.events.log(level, message, fields),
  });
  connection.serve<EngineHost>(ENGINE_HOST_METHODS, {
    readHistoryKey: (isEncrypted) => owner.host.readHistoryKey(isEncrypted),
    resolveSecret: (secretRef, origin) =>
      isOver ? Promise.resolve({ state: 'missing', value: '' }) : owner.host.resolveSecret(secretRef, origin),
    readToken: (source, origin) =>
      isOver
        ? Promise.resolve({ state: 'failed', message: 'The environment was closed.' })
        : owner.host.readToken(source, origin),
  });

  function end(error: Error | null): void {
    if (isOver) return;
    isOver = true;
    connection.disconnect('The engine stopped unexpectedly and is being restarted; try again in a moment.');
    owner.onEnded(error);
  }
  worker.once('error', (error) => end(error));
  worker.once('exit', () => end(null));

  return {
    api,
    async close() {
      if (isOver) return;
      isOver = true;
      await within(api.close(), CLOSE_LIMIT_MS);
      connection.disconnect('The environment was closed.');
      await worker.terminate();
    },
  };
}
