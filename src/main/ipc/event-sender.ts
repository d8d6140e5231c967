import type { EventName } from '../../shared/ipc/channels.ts';
import { EVENTS, type EventOf } from '../../shared/ipc/contract.ts';

/** Sends events to the window; one that does not fit its schema throws. */
export interface EventSender {
  send<N extends EventName>(name: N, payload: EventOf<N>): void;
  /** The window listens now: what it must not miss (notices, navigation) is sent. */
  windowReady(): void;
  /** The window went away or reloads. */
  windowGone(): void;
}

const MUST_ARRIVE: ReadonlySet<EventName> = new Set(['app.notice', 'app.navigate', 'app.openLink']);
const MAX_WAITING = 20;

/** Makes a sender over a function that puts a message on the window's channel. */
export function createEventSender(post: (channel: string, payload: unknown) => void): EventSender {
  let isReady = false;
  const waiting: { readonly name: EventName; readonly payload: unknown }[] = [];

  return {
    send(name, payload) {
      const checked: unknown = EVENTS[name].parse(payload);
      if (isReady) post(`event:${name}`, checked);
      else if (MUST_ARRIVE.has(name) && waiting.length < MAX_WAITING)
        waiting.push({ name, payload: checked });
    },
    windowReady() {
      isReady = true;
      for (const { name, payload } of waiting.splice(0)) post(`event:${name}`, payload);
    },
    windowGone() {
      isReady = false;
    },
  };
}
