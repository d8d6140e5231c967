import type { LookupFunction } from 'node:net';
import type { AlertTransition } from '../shared/domain/alert.ts';
import type { AlertNotice } from '../shared/domain/alert-notice.ts';
import type { TokenReading, TokenSource } from '../shared/domain/auth.ts';
import type { ConnectionSettings } from '../shared/domain/endpoint.ts';
import type { RefusedAddresses } from '../shared/domain/refused-addresses.ts';
import type { SecretState } from '../shared/domain/secret.ts';

/** Time, the only way the engine sees it. Wall time is ms UTC and may jump; monotonic ms never go back. */
export interface Clock {
  wallMs(): number;
  monotonicMs(): number;
  /** Calls back once after a monotonic delay; the result cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** Secrets that a connection needs, as they are now; the same object while they stay the same. */
export interface ConnectionMaterial {
  /** Another one where any of the secrets is another; no secret itself. */
  readonly fingerprint: string;
  readonly clientKey: string | null;
  /** PKCS#12. */
  readonly clientArchive: Uint8Array | null;
  readonly passphrase: string | null;
  /** For the proxy alone, `Proxy-Authorization` among them. */
  readonly proxyHeaders: readonly (readonly [name: string, value: string])[];
}

/** A request, GET unless `method` says otherwise; `headers` and `body` may hold secrets and must never be logged. */
export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as UTF-8; its `Content-Type` is one of the headers. */
  readonly body?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly connection: ConnectionSettings;
  /** Left out where the connection needs no secret. */
  readonly material?: ConnectionMaterial | undefined;
  /** Aborting ends connecting, waiting for headers and reading the body alike. */
  readonly signal: AbortSignal;
}

/** The beginning of a response; header names are in lower case. */
export interface HttpHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Ms from the request's start until the headers came. */
  readonly headersMs: number;
  /** End of the server certificate's validity, ms UTC; null for plain HTTP or where it is not known. */
  readonly certificateExpiresAtMs: number | null;
  /** End of the client certificate's validity, where one was shown. */
  readonly clientCertificateExpiresAtMs?: number | null;
}

/** A response whose headers have come. The body must be read to its end or cancelled by the signal. */
export interface HttpResponse extends HttpHead {
  readonly body: AsyncIterable<Uint8Array>;
}

/** Takes a response in as it comes. What its methods throw ends the request and is what it then rejects with. */
export interface HttpReceiver {
  head(head: HttpHead): void;
  /** The next bytes of the body; they are valid only during the call. */
  data(bytes: Uint8Array): void;
}

/** How long making a connection took, ms; null for what did not come to pass. */
export interface ConnectTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
}

/** A request under way. `done` resolves at the end of the body; `cancel` makes it reject unless it is over. */
export interface HttpExchange {
  readonly done: Promise<void>;
  cancel(): void;
  /** Of the connection that was made for it; null where it goes over a kept one. */
  connectTimings(): ConnectTimings | null;
}

/** Which addresses connections may go to; asked once the name was resolved, so that no answer of a name server slips by. */
export interface AddressFilter {
  /** Throws AddressRefusedError where the host is an address that is refused; brackets are let be, and so are names. */
  check(host: string): void;
  /** `dns.lookup` without the addresses that are refused; fails with AddressRefusedError where none is left. */
  readonly lookup: LookupFunction;
}

/** What a client of HTTP asks before it connects. */
export interface AddressGuard {
  readonly refused: RefusedAddresses;
  /** Connections from now on keep to this. */
  refuse(refused: RefusedAddresses): void;
  /** For servers. */
  readonly server: AddressFilter;
  /** For proxies, which are private as a rule: they are refused only where they are metadata services. */
  readonly proxy: AddressFilter;
}

/** Sends requests, never follows a redirect. Rejects with the network's own error (it carries a `code`). */
export interface HttpClient {
  readonly addresses: AddressGuard;
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Gets a page without a copy or a promise for each piece of it. `connection` should be the same object each time. */
  receive(request: Omit<HttpRequest, 'signal' | 'method' | 'body'>, receiver: HttpReceiver): HttpExchange;
  /** Forgets pooled connections of settings that are no longer in use. */
  close(): Promise<void>;
}

/** A secret's value, or why there is none. */
export type SecretResolution =
  | { readonly state: 'stored' | 'session'; readonly value: string }
  | { readonly state: Exclude<SecretState, 'stored' | 'session'> };

/** Looks secrets up at the moment a request is sent; the engine never keeps one. */
export interface SecretResolver {
  /** `secretRef` as in the environment; `origin` (scheme://host:port) must be the one the secret was saved for. */
  resolveSecret(secretRef: string, origin: string): Promise<SecretResolution>;
  /** Gets a token from outside the vault, for one origin; a host that can't leaves this out. */
  readToken?(source: TokenSource, origin: string): Promise<TokenReading>;
}

/** Where alerts go when they change state. */
export interface AlertSink {
  alertsChanged(transitions: readonly AlertTransition[]): void;
  /** Something is to be told to a person; a host without one leaves this out. */
  notified?(notice: AlertNotice): void;
}

/** Structured log lines; fields never hold a secret. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Keeps the keys of encrypted histories; `message` says why there is none now. */
export interface HistoryKeys {
  readHistoryKey(
    isEncrypted: boolean,
  ): Promise<{ readonly encrypted: boolean; readonly key: string | null; readonly message: string }>;
}

/** All the ways out of the engine. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly secrets: SecretResolver;
  /** A host without it has histories that are not encrypted. */
  readonly historyKeys?: HistoryKeys;
  readonly alerts: AlertSink;
  readonly logger: Logger;
}
