import { AppError } from '../shared/errors.ts';
import type { ApiServerRequest } from './engine-api.ts';
import { type ApiServer, startApiServer } from './http-api/api-server.ts';
import type { ApiSource } from './http-api/api-source.ts';

/** The HTTP API of an engine, switched on and off by its host. */
export interface EngineHttp {
  /** Answers on loopback as requested, or no more for null; the URL. Rejects with AppError `unavailable`. */
  apply(request: ApiServerRequest | null): Promise<string | null>;
  close(): Promise<void>;
}

/** Makes it switched off. */
export function createEngineHttp(source: ApiSource): EngineHttp {
  let running: { readonly server: ApiServer; readonly request: ApiServerRequest } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function change(request: ApiServerRequest | null): Promise<string | null> {
    if (running !== null && request !== null) {
      const { request: before, server } = running;
      if (before.port === request.port && before.token === request.token) return server.url;
    }
    const old = running;
    running = null;
    await old?.server.close();
    if (request === null) return null;
    try {
      const server = await startApiServer(source, { host: '127.0.0.1', ...request });
      running = { server, request };
      return server.url;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason = code === 'EADDRINUSE' ? `port ${request.port} is taken; choose another` : message;
      throw new AppError('unavailable', `The HTTP API is not answered: ${reason}.`, undefined, error);
    }
  }

  /** One change at a time. */
  function apply(request: ApiServerRequest | null): Promise<string | null> {
    const next = last.then(() => change(request));
    last = next.catch(() => undefined);
    return next;
  }

  return {
    apply,
    async close() {
      await apply(null);
    },
  };
}
