import { AppError, type ErrorReply, fromErrorReply, toErrorReply } from '../errors.ts';

/** The part of a MessagePort (worker thread, Electron port, parentPort) that the protocol needs. */
export interface RpcPort {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

type Method = (...args: never[]) => unknown;
/** Methods by name; those of `Remote` become asynchronous calls. */
type Methods<T> = { readonly [K in keyof T]: T[K] extends Method ? T[K] : never };

interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}
interface EventMessage {
  readonly type: 'event';
  readonly method: string;
  readonly args: readonly unknown[];
}
interface ReplyMessage {
  readonly type: 'reply';
  readonly id: number;
  readonly value?: unknown;
  readonly error?: ErrorReply;
}
type Message = CallMessage | EventMessage | ReplyMessage;

/** Both directions of a port: calls that are answered, and events that are not. */
export interface RpcConnection {
  /** A client with one function per name; each call is answered with the method's value or rejects with an AppError. */
  createClient<T>(methods: readonly (keyof T & string)[]): T;
  /** A sender of events with one function per name. */
  createSender<T>(events: readonly (keyof T & string)[]): T;
  /** Answers the other side's calls. `transfer` names the buffers of a reply that may be moved instead of copied. */
  serve<T>(
    methods: readonly (keyof T & string)[],
    implementation: Methods<T>,
    transfer?: (value: unknown) => ArrayBuffer[],
  ): void;
  /** Hears the other side's events. */
  listen<T>(events: readonly (keyof T & string)[], listener: Methods<T>): void;
  /** Rejects all open calls with `unavailable`: the other side is gone. */
  disconnect(reason: string): void;
}

/**
 * Typed request/reply over a port. Errors travel as their wire form, so that codes survive; a method that is not served
 * rejects with `internal`.
 */
export function createRpcConnection(port: RpcPort): RpcConnection {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: AppError) => void }>();
  const served = new Map<
    string,
    { call: (...args: unknown[]) => unknown; transfer: (value: unknown) => ArrayBuffer[] }
  >();
  const heard = new Map<string, (...args: unknown[]) => unknown>();
  let nextId = 1;
  let goneReason: string | null = null;

  async function answer(message: CallMessage): Promise<void> {
    try {
      const entry = served.get(message.method);
      if (entry === undefined) throw new AppError('internal', `no such method: ${message.method}`);
      const value = await entry.call(...message.args);
      port.postMessage({ type: 'reply', id: message.id, value }, entry.transfer(value));
    } catch (error) {
      port.postMessage({ type: 'reply', id: message.id, error: toErrorReply(error) }, []);
    }
  }

  function settle(message: ReplyMessage): void {
    const call = open.get(message.id);
    open.delete(message.id);
    if (message.error === undefined) call?.resolve(message.value);
    else call?.reject(fromErrorReply(message.error));
  }

  port.onMessage((raw) => {
    const message = raw as Message;
    if (message.type === 'call') void answer(message);
    else if (message.type === 'reply') settle(message);
    else if (message.type === 'event') heard.get(message.method)?.(...message.args);
  });

  function call(method: string, args: readonly unknown[]): Promise<unknown> {
    if (goneReason !== null) return Promise.reject(new AppError('unavailable', goneReason));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject });
      port.postMessage({ type: 'call', id, method, args }, []);
    });
  }

  function byName<T>(names: readonly string[], make: (name: string) => unknown): T {
    return Object.fromEntries(names.map((name) => [name, make(name)])) as T;
  }

  return {
    createClient: (methods) =>
      byName(
        methods,
        (name) =>
          (...args: unknown[]) =>
            call(name, args),
      ),
    createSender: (events) =>
      byName(events, (name) => (...args: unknown[]) => {
        port.postMessage({ type: 'event', method: name, args }, []);
      }),
    serve(methods, implementation, transfer = () => []) {
      for (const name of methods) {
        const method = (implementation as Record<string, unknown>)[name] as (...args: unknown[]) => unknown;
        served.set(name, { call: (...args) => method.apply(implementation, args), transfer });
      }
    },
    listen(events, listener) {
      for (const name of events) {
        const method = (listener as Record<string, unknown>)[name] as (...args: unknown[]) => unknown;
        heard.set(name, (...args) => method.apply(listener, args));
      }
    },
    disconnect(reason) {
      goneReason = reason;
      for (const { reject } of open.values()) reject(new AppError('unavailable', reason));
      open.clear();
    },
  };
}
