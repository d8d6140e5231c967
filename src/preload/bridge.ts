import { EVENT_NAMES, type EventName, REQUEST_NAMES, type RequestName } from '../shared/ipc/channels.ts';

/** The part of Electron's ipcRenderer that the bridge stands on. */
export interface RendererIpc {
  invoke(channel: string, payload: unknown, environmentId: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, payload: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, payload: unknown) => void): unknown;
}

type Listener = (payload: unknown) => void;

/** The bridge as the preload sees it; its exact types are the contract's `Bridge`. */
export interface UntypedBridge {
  readonly request: {
    readonly [N in RequestName]: (payload?: unknown, environmentId?: unknown) => Promise<unknown>;
  };
  readonly on: { readonly [N in EventName]: (listener: Listener) => () => void };
}

/** One function per request and one subscription per event: no function takes a channel, no event object gets out. */
export function createBridge(ipc: RendererIpc): UntypedBridge {
  const request = REQUEST_NAMES.map((name) => [
    name,
    (payload?: unknown, environmentId?: unknown) => ipc.invoke(`request:${name}`, payload, environmentId),
  ]);
  const on = EVENT_NAMES.map((name) => [
    name,
    (listener: Listener) => {
      const heard = (_event: unknown, payload: unknown): void => listener(payload);
      ipc.on(`event:${name}`, heard);
      return () => void ipc.off(`event:${name}`, heard);
    },
  ]);
  return { request: Object.fromEntries(request), on: Object.fromEntries(on) };
}
