import type { WebContents } from 'electron';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventOf } from '../../shared/ipc/contract.ts';
import type { EnvironmentView } from '../core.ts';
import type { ViewAnswerer } from '../ipc/view-answerer.ts';
import type { AppWindow } from './app-window.ts';

/** A window with what it works on. */
export interface WindowEntry {
  readonly window: AppWindow;
  readonly view: EnvironmentView;
  readonly answer: ViewAnswerer;
}

/** All windows of the app. */
export interface WindowSet {
  add(entry: WindowEntry): void;
  remove(entry: WindowEntry): void;
  list(): readonly WindowEntry[];
  /** The window whose page these contents are. */
  ownerOf(contents: WebContents): WindowEntry | undefined;
  /** The window that shows an environment. */
  showing(environmentId: string): WindowEntry | undefined;
  /** The window that has the focus, or the one opened last. */
  inFront(): WindowEntry | undefined;
  broadcast<N extends EventName>(name: N, payload: EventOf<N>): void;
  /** Sends to the windows that show an environment, and to no other. */
  sendTo<N extends EventName>(environmentId: string, name: N, payload: EventOf<N>): void;
}

/** Makes an empty set. */
export function createWindowSet(): WindowSet {
  const entries = new Set<WindowEntry>();
  const list = (): readonly WindowEntry[] => [...entries];
  const shows = (entry: WindowEntry, id: string): boolean => entry.view.workspace.active()?.id === id;
  return {
    add: (entry) => void entries.add(entry),
    remove: (entry) => void entries.delete(entry),
    list,
    ownerOf: (contents) => list().find(({ window }) => window.owns(contents)),
    showing: (id) => list().find((entry) => shows(entry, id)),
    inFront: () => list().find(({ window }) => window.isFocused()) ?? list().at(-1),
    broadcast(name, payload) {
      for (const { window } of entries) window.events.send(name, payload);
    },
    sendTo(environmentId, name, payload) {
      for (const entry of entries) {
        if (shows(entry, environmentId)) entry.window.events.send(name, payload);
      }
    },
  };
}
