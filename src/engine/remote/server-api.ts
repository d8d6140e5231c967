import type { QueryServer } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import { type ApiFault, errorOfReply, missingRouteMessage, quoteServer } from './api-error.ts';
import type { ServerExpiries, ServerReply, ServerRequest, ServerTransport } from './server-transport.ts';

/** A good answer: `data` as it came, and the notes beside it. */
export interface ApiAnswer {
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
}

type Form = ServerRequest['form'];

const PARTIAL = 'The result is partial: some of the storage nodes did not answer.';

/** What became of the last request, and the routes that are not there. */
export interface ServerHealth {
  readonly state: 'unknown' | 'ok' | 'failed';
  readonly message: string;
  /** One sentence for each route that was found missing. */
  readonly notes: readonly string[];
  readonly expiries: ServerExpiries;
}

/** The API of one server: envelope, errors, missing routes, and GET where it takes no POST. */
export class ServerApi {
  readonly server: QueryServer;
  readonly #transport: ServerTransport;
  readonly #missing = new Set<string>();
  #refusesPost = false;
  #state: ServerHealth['state'] = 'unknown';
  #message = '';
  #expiries: ServerExpiries = { certificateExpiresAtMs: null, credentialExpiries: [] };

  constructor(server: QueryServer, transport: ServerTransport) {
    this.server = server;
    this.#transport = transport;
  }

  get health(): ServerHealth {
    const notes = [...this.#missing].map((path) => missingRouteMessage(this.server, path));
    return { state: this.#state, message: this.#message, notes, expiries: this.#expiries };
  }

  /** Asks a route that takes forms as well: long expressions do not fit into a URL. */
  async ask(path: string, form: Form, signal: AbortSignal, expr = ''): Promise<ApiAnswer> {
    if (this.server.method === 'get' || this.#refusesPost) return this.get(path, form, signal, expr);
    const request: ServerRequest = { method: 'POST', path, form };
    const reply = await this.#send(request, signal);
    if (reply.status === 405) {
      const answer = await this.get(path, form, signal, expr);
      this.#refusesPost = true;
      return answer;
    }
    return this.#read(request, reply, expr);
  }

  async get(path: string, form: Form, signal: AbortSignal, expr = ''): Promise<ApiAnswer> {
    const request: ServerRequest = { method: 'GET', path, form };
    return this.#read(request, await this.#send(request, signal), expr);
  }

  /** `get`, or null where the server does not have the route; it is not asked again then. */
  async getIfThere(path: string, form: Form, signal: AbortSignal): Promise<ApiAnswer | null> {
    if (this.#missing.has(path)) return null;
    try {
      return await this.get(path, form, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.details?.missingRoute !== true) throw error;
      return null;
    }
  }

  async #send(request: ServerRequest, signal: AbortSignal): Promise<ServerReply> {
    try {
      const reply = await this.#transport.send(this.server, request, signal);
      this.#expiries = reply.expiries;
      return reply;
    } catch (error) {
      if (error instanceof AppError && error.code !== 'canceled') this.#fail(error);
      throw error;
    }
  }

  #fail(error: AppError): void {
    this.#state = 'failed';
    this.#message = error.message;
  }

  #read(request: ServerRequest, reply: ServerReply, expr: string): ApiAnswer {
    const envelope = parseEnvelope(reply);
    if (envelope !== null && 'data' in envelope && reply.status < 300) {
      this.#state = 'ok';
      this.#message = '';
      return { ...envelope, headers: reply.headers };
    }
    const fault = envelope !== null && 'error' in envelope ? envelope : null;
    const error =
      envelope === null && reply.status >= 200 && reply.status < 300
        ? new AppError(
            'unavailable',
            `${this.server.name} did not answer with JSON. Check the URL and its path prefix.`,
          )
        : errorOfReply(this.server, request, reply, fault, expr);
    if (error.details?.missingRoute === true) this.#missing.add(request.path);
    // A server that finds fault with the question is well.
    if (fault !== null || error.details?.missingRoute === true) {
      this.#state = 'ok';
      this.#message = '';
    } else this.#fail(error);
    throw error;
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((text): text is string => typeof text === 'string').map((text) => quoteServer(text, 2_000))
    : [];
}

/** The envelope of an answer (web/api/v1 Response); null for a body that is none. */
function parseEnvelope({ body }: ServerReply): Omit<ApiAnswer, 'headers'> | ApiFault | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || !('status' in json)) return null;
  const { status, data, error, errorType, warnings, infos, isPartial } = json as Record<string, unknown>;
  if (status === 'success') {
    // VictoriaMetrics' cluster has a word of its own for it.
    return {
      data,
      warnings: [...texts(warnings), ...(isPartial === true ? [PARTIAL] : [])],
      infos: texts(infos),
    };
  }
  if (status !== 'error') return null;
  return {
    errorType: typeof errorType === 'string' ? errorType : '',
    error: typeof error === 'string' && error !== '' ? error : 'The server gave no reason.',
  };
}
