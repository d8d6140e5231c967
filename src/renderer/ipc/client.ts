import { AppError, fromErrorReply } from '../../shared/errors.ts';
import type { EventName, RequestName } from '../../shared/ipc/channels.ts';
import type { Bridge, EventOf, ReplyOf, RequestOf, WindowReply } from '../../shared/ipc/contract.ts';
import { isPacked, type PackedReply, unpackReply } from '../../shared/ipc/packed-reply.ts';

declare global {
  interface Window {
    /** Put here by the preload script. */
    readonly sextant: Bridge;
  }
}

type PayloadArgs<N extends RequestName> =
  undefined extends RequestOf<N> ? [payload?: RequestOf<N>] : [payload: RequestOf<N>];

let shownEnvironment = (): string | null => null;

/** Tells who knows the environment that the page shows: answers about another one reach nobody. */
export function setShownEnvironment(read: () => string | null): void {
  shownEnvironment = read;
}

let unlock: ((refusal: AppError) => Promise<boolean>) | null = null;

/** Tells who may lift a refusal: where it answers true, the request is made once more. */
export function setUnlocker(next: ((refusal: AppError) => Promise<boolean>) | null): void {
  unlock = next;
}

async function send<N extends RequestName>(name: N, payload: unknown): Promise<ReplyOf<N>> {
  const ask = window.sextant.request[name] as (
    payload: unknown,
    environmentId: string | null,
  ) => Promise<WindowReply<unknown>>;
  const reply = await ask(payload, shownEnvironment());
  const shown = shownEnvironment();
  if (reply.environmentId !== undefined && shown !== null && reply.environmentId !== shown) {
    throw new AppError('canceled', 'The window shows another environment by now.');
  }
  if (!reply.ok) throw fromErrorReply(reply.error);
  return (isPacked(name) ? unpackReply(reply.value as PackedReply) : reply.value) as ReplyOf<N>;
}

/** Asks the main process; rejects with an AppError whose message can be shown to the user. */
export async function request<N extends RequestName>(
  name: N,
  ...[payload]: PayloadArgs<N>
): Promise<ReplyOf<N>> {
  try {
    return await send(name, payload);
  } catch (error) {
    const isRefusal = error instanceof AppError && error.code === 'unauthorized';
    const asked = shownEnvironment();
    if (!isRefusal || unlock === null || !(await unlock(error))) throw error;
    // What was asked for one environment is not done to another that was opened meanwhile.
    if (shownEnvironment() !== asked) throw error;
    return send(name, payload);
  }
}

/** Hears an event of the main process; the result unsubscribes. */
export function onEvent<N extends EventName>(name: N, listener: (payload: EventOf<N>) => void): () => void {
  const subscribe = window.sextant.on[name] as (listener: (payload: EventOf<N>) => void) => () => void;
  return subscribe(listener);
}
