import { createAddressGuard } from '../../src/engine/http/address-guard.ts';
import type {
  HttpClient,
  HttpExchange,
  HttpReceiver,
  HttpRequest,
  HttpResponse,
  Logger,
  SecretResolver,
} from '../../src/engine/ports.ts';
import {
  DEFAULT_CONNECTION,
  DEFAULT_SCRAPE_LIMITS,
  type Endpoint,
} from '../../src/shared/domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../src/shared/domain/scrape-settings.ts';

export function testEndpoint(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'e1',
    name: 'shop',
    url: 'http://127.0.0.1:9100/metrics',
    scrapeIntervalMs: 10_000,
    scrapeTimeoutMs: 5_000,
    labels: [],
    scrape: DEFAULT_SCRAPE_SETTINGS,
    auth: { kind: 'none' },
    connection: DEFAULT_CONNECTION,
    limits: DEFAULT_SCRAPE_LIMITS,
    ...changes,
  };
}

export const SILENT_LOGGER: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export const NO_SECRETS: SecretResolver = {
  resolveSecret: async () => ({ state: 'missing' }),
};

export function secretsOf(values: Readonly<Record<string, string>>): SecretResolver {
  return {
    resolveSecret: async (ref) => {
      const value = values[ref];
      return value === undefined ? { state: 'missing' } : { state: 'stored', value };
    },
  };
}

export function textResponse(
  body: string,
  headers: readonly (readonly [string, string])[] = [],
): HttpResponse {
  return {
    status: 200,
    headers: new Map([['content-type', 'text/plain; version=0.0.4'], ...headers]),
    body: (async function* () {
      yield Buffer.from(body);
    })(),
    headersMs: 1,
    certificateExpiresAtMs: null,
  };
}

/** Answers requests from a queue; the last answer is given again and again. */
export class FakeHttpClient implements HttpClient {
  readonly addresses = createAddressGuard();
  readonly requests: HttpRequest[] = [];
  private answers: (() => HttpResponse | Promise<HttpResponse>)[] = [];

  answer(...answers: (() => HttpResponse | Promise<HttpResponse>)[]): void {
    this.answers = answers;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const next = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (next === undefined) throw new Error('no answer was prepared');
    return next();
  }

  receive(request: Omit<HttpRequest, 'signal'>, receiver: HttpReceiver): HttpExchange {
    const controller = new AbortController();
    const receive = async (): Promise<void> => {
      const response = await this.request({ ...request, signal: controller.signal });
      receiver.head(response);
      for await (const bytes of response.body) receiver.data(bytes);
    };
    return { done: receive(), cancel: () => controller.abort(), connectTimings: () => null };
  }

  async close(): Promise<void> {}
}
