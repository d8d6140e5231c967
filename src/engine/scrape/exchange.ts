import { type Dispatcher, errors } from '../http/undici.ts';
import type { ConnectTimings, HttpExchange, HttpReceiver } from '../ports.ts';
import type { ConnectAttempt } from './connect-attempt.ts';
import { errorCode, isConnectionClosed } from './network-failure.ts';
import { lowerCaseMap } from './response-reader.ts';

const MAX_INFORMATIONAL = 32;

/** How an exchange gets at its connection. */
export interface ExchangeRoute {
  dispatch(handler: Dispatcher.DispatchHandler): void;
  /** Whether the next request goes over a connection that was used before. */
  reusesConnection(): boolean;
  /** An exchange got a connection, and is done with it. */
  connected(): void;
  disconnected(): void;
  monotonicMs(): number;
  certificateExpiresAtMs(): number | null;
  clientCertificateExpiresAtMs(): number | null;
  lastAttempt(): ConnectAttempt | null;
}

/** One request whose response is handed on at undici's lowest level, in the turn in which it comes. */
export class Exchange implements Dispatcher.DispatchHandler, HttpExchange {
  readonly done: Promise<void>;
  private settle!: { resolve: () => void; reject: (error: unknown) => void };
  private controller: Dispatcher.DispatchController | null = null;
  private connected = false;
  private headCame = false;
  private isOver = false;
  private informational = 0;
  private mayRepeat: boolean;
  private readonly startedMs: number;
  private readonly route: ExchangeRoute;
  private readonly receiver: HttpReceiver;

  constructor(route: ExchangeRoute, receiver: HttpReceiver) {
    this.route = route;
    this.receiver = receiver;
    this.startedMs = route.monotonicMs();
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.mayRepeat = route.reusesConnection();
    route.dispatch(this);
  }

  cancel(): void {
    if (this.headCame) this.fail(new errors.RequestAbortedError());
    else this.fail(this.connected ? new errors.HeadersTimeoutError() : new errors.ConnectTimeoutError());
  }

  connectTimings(): ConnectTimings | null {
    const attempt = this.route.lastAttempt();
    return attempt === null || attempt.startedMs < this.startedMs ? null : attempt.timings();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) controller.abort(new errors.RequestAbortedError());
    else {
      this.connected = true;
      this.route.connected();
    }
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) {
      if (++this.informational > MAX_INFORMATIONAL) controller.abort(new errors.HeadersOverflowError());
      return;
    }
    this.headCame = true;
    const { route } = this;
    try {
      this.receiver.head({
        status,
        headers: lowerCaseMap(headers),
        headersMs: route.monotonicMs() - this.startedMs,
        certificateExpiresAtMs: route.certificateExpiresAtMs(),
        clientCertificateExpiresAtMs: route.clientCertificateExpiresAtMs(),
      });
    } catch (error) {
      this.fail(error);
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    try {
      this.receiver.data(chunk);
    } catch (error) {
      this.fail(error);
    }
  }

  onResponseEnd(): void {
    this.isOver = true;
    this.leaveConnection();
    this.settle.resolve();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // A server may close an idle connection at the moment it is used again; nothing was answered, so ask once more.
    if (this.mayRepeat && !this.isOver && !this.headCame && isConnectionClosed(errorCode(error))) {
      this.mayRepeat = false;
      this.controller = null;
      this.leaveConnection();
      this.route.dispatch(this);
    } else this.fail(error);
  }

  private fail(error: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.leaveConnection();
    this.settle.reject(error);
    this.controller?.abort(new errors.RequestAbortedError());
  }

  private leaveConnection(): void {
    if (this.connected) this.route.disconnected();
    this.connected = false;
  }
}
