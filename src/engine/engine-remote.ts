import { ENGINE_METHODS, type EngineApi, type EngineEvents, type EngineHost } from './engine-api.ts';
import type { Logger, SecretResolver } from './ports.ts';

/** An engine that can be asked before it is open; questions wait until then. */
export function deferEngine(engine: Promise<EngineApi>): EngineApi {
  const methods = ENGINE_METHODS.map((name) => [
    name,
    async (...args: unknown[]) => {
      const opened = await engine;
      return (opened[name] as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(methods) as EngineApi;
}

/** Secrets that the engine's host looks up. */
export function createHostSecrets(host: EngineHost): SecretResolver {
  return {
    async resolveSecret(secretRef, origin) {
      const { state, value } = await host.resolveSecret(secretRef, origin);
      return state === 'stored' || state === 'session' ? { state, value } : { state };
    },
    readToken: (source, origin) => host.readToken(source, origin),
  };
}

/** A logger whose lines the host writes. */
export function createEventLogger(events: Pick<EngineEvents, 'log'>): Logger {
  return {
    debug: (message, fields = {}) => events.log('debug', message, fields),
    info: (message, fields = {}) => events.log('info', message, fields),
    warn: (message, fields = {}) => events.log('warn', message, fields),
    error: (message, fields = {}) => events.log('error', message, fields),
  };
}

/**
 * The buffers of a reply that may be moved to the host: the values of a range result, which the query made for it. The
 * columns of other results may still belong to the store and are copied.
 */
export function listTransferable(reply: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  if (typeof reply !== 'object' || reply === null || !('stepMs' in reply) || !('series' in reply)) return [];
  for (const { values, present } of reply.series as readonly {
    readonly values: Float64Array<ArrayBuffer>;
    readonly present: Uint8Array<ArrayBuffer> | null;
  }[]) {
    buffers.add(values.buffer);
    if (present !== null) buffers.add(present.buffer);
  }
  return [...buffers];
}
