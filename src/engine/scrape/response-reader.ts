import { type Dispatcher, errors } from '../http/undici.ts';

const MAX_INFORMATIONAL = 32;
const HIGH_WATER_BYTES = 256 * 1024;

interface ResponseHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** Headers as undici hands them over, by their names in lower case. */
export function lowerCaseMap(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      map.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(', '));
  }
  return map;
}

/**
 * Receives one response at undici's lowest level: the head as a promise, the body as chunks to iterate over once. The
 * connection waits while more than 256 KiB lie unread.
 */
export class ResponseReader implements Dispatcher.DispatchHandler, AsyncIterable<Uint8Array> {
  readonly head: Promise<ResponseHead>;
  /** Whether a connection took the request. */
  connected = false;
  private readonly signal: AbortSignal;
  private settleHead!: { resolve: (head: ResponseHead) => void; reject: (error: unknown) => void };
  private controller: Dispatcher.DispatchController | null = null;
  private informational = 0;
  private chunks: Uint8Array[] = [];
  private queuedBytes = 0;
  private ended = false;
  private error: unknown = null;
  private wake: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    this.signal = signal;
    this.head = new Promise((resolve, reject) => {
      this.settleHead = { resolve, reject };
    });
    if (signal.aborted) this.abort();
    else signal.addEventListener('abort', this.abort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.error !== null) controller.abort(new errors.RequestAbortedError());
    else this.connected = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status >= 200) {
      this.settleHead.resolve({ status, headers: lowerCaseMap(headers) });
    } else if (++this.informational > MAX_INFORMATIONAL) {
      controller.abort(new errors.HeadersOverflowError());
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
    this.queuedBytes += chunk.length;
    if (this.queuedBytes > HIGH_WATER_BYTES) controller.pause();
    this.notify();
  }

  onResponseEnd(): void {
    this.ended = true;
    this.finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const { chunks } = this;
        this.chunks = [];
        this.queuedBytes = 0;
        yield* chunks;
        if (this.chunks.length > 0) continue;
        if (this.error !== null) throw this.error;
        if (this.ended) return;
        if (this.controller?.paused === true) {
          // May hand over data, the end or an error before it returns.
          this.controller.resume();
          continue;
        }
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      if (!this.ended) this.abort();
    }
  }

  private readonly abort = (): void => {
    const error = new errors.RequestAbortedError();
    this.fail(error);
    this.controller?.abort(error);
  };

  private fail(error: unknown): void {
    this.error ??= error;
    this.settleHead.reject(this.error);
    this.finish();
  }

  private finish(): void {
    this.signal.removeEventListener('abort', this.abort);
    this.notify();
  }

  private notify(): void {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }
}
