import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../shared/assert.ts';
import { createRpcConnection } from '../shared/rpc/port.ts';
import { createAdjustableClock, createSystemClock } from './clock.ts';
import { createEngine } from './engine.ts';
import {
  ENGINE_EVENTS,
  ENGINE_HOST_METHODS,
  ENGINE_METHODS,
  type EngineApi,
  type EngineEvents,
  type EngineHost,
  type EngineWorkerData,
} from './engine-api.ts';
import { createEventLogger, createHostSecrets, deferEngine, listTransferable } from './engine-remote.ts';
import { UndiciHttpClient } from './scrape/undici-http-client.ts';

assert(parentPort !== null, 'the engine worker runs in a worker thread');
const port = parentPort;
const { environment, dataDirectory, adjustableClock, appVersion } = workerData as EngineWorkerData;
const connection = createRpcConnection({
  postMessage: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => void port.on('message', listener),
});
const events = connection.createSender<EngineEvents>(ENGINE_EVENTS);
const adjustable = adjustableClock ? createAdjustableClock() : null;
const clock = adjustable ?? createSystemClock();
const host = connection.createClient<EngineHost>(ENGINE_HOST_METHODS);
const engine = createEngine(
  {
    clock,
    http: new UndiciHttpClient(clock),
    secrets: createHostSecrets(host),
    historyKeys: { readHistoryKey: (isEncrypted) => host.readHistoryKey(isEncrypted) },
    alerts: {
      alertsChanged: (transitions) => events.alertsChanged(transitions),
      notified: (notice) => events.notified(notice),
    },
    logger: createEventLogger(events),
  },
  {
    environment,
    dataDirectory,
    appVersion,
    advanceClock: adjustable === null ? null : (ms, settle) => adjustable.advance(ms, settle),
    onInvalidated: (topics) => events.invalidated(topics),
  },
);
connection.serve<EngineApi>(ENGINE_METHODS, deferEngine(engine), listTransferable);
