import { AppError, fromErrorReply } from '../../shared/errors.ts';
import type { EventName, RequestName } from '../../shared/ipc/channels.ts';
import type { Bridge, EventOf, ReplyOf, RequestOf, WindowReply } from '../../shared/ipc/contract.ts';

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

/** Asks the main process; rejects with an AppError whose message can be shown to the user. */
export async function request<N extends RequestName>(
  name: N,
  ...[payload]: PayloadArgs<N>
): Promise<ReplyOf<N>> {
  const send = window.sextant.request[name] as (
    payload: unknown,
    environmentId: string | null,
  ) => Promise<WindowReply<ReplyOf<N>>>;
  const reply = await send(payload, shownEnvironment());
  const shown = shownEnvironment();
  if (reply.environmentId !== undefined && shown !== null && reply.environmentId !== shown) {
    throw new AppError('canceled', 'The window shows another environment by now.');
  }
  if (!reply.ok) throw fromErrorReply(reply.error);
  return reply.value;
}

/** Hears an event of the main process; the result unsubscribes. */
export function onEvent<N extends EventName>(name: N, listener: (payload: EventOf<N>) => void): () => void {
  const subscribe = window.sextant.on[name] as (listener: (payload: EventOf<N>) => void) => () => void;
  return subscribe(listener);
}
