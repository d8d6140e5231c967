import { app } from 'electron';
import { LINK_SCHEME } from '../../shared/domain/deep-link.ts';
import type { EnvironmentStore } from '../environments/environment-store.ts';
import type { WindowSet } from '../windows/window-set.ts';
import { findDeepLink, parseDeepLink } from './parse-deep-link.ts';

/** Links that other programs open. */
export interface DeepLinks {
  /** Gives links to a window from now on, those that came before first. */
  connect(target: { readonly windows: WindowSet; readonly store: Pick<EnvironmentStore, 'has'> }): void;
}

/**
 * Listens for links: of this start, of a second start that ended at once, and from the system (macOS). A window is told
 * what one asks for and shows it, after asking where that opens an environment or runs a query.
 */
export function listenForDeepLinks(): DeepLinks {
  let open: ((text: string) => void) | null = null;
  const waiting: string[] = [];
  function take(text: string | null): void {
    if (text === null) return;
    if (open === null) waiting.push(text);
    else open(text);
  }

  // Elsewhere the package says it: the desktop file on Linux, Info.plist on macOS.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, text) => {
    event.preventDefault();
    take(text);
  });
  app.on('second-instance', (_event, argv) => take(findDeepLink(argv)));
  take(findDeepLink(process.argv));

  return {
    connect({ windows, store }) {
      open = (text) => openLink(text, windows, store);
      for (const text of waiting.splice(0)) open(text);
    },
  };
}

function openLink(text: string, windows: WindowSet, store: Pick<EnvironmentStore, 'has'>): void {
  const reading = parseDeepLink(text);
  const environmentId = reading.ok ? reading.link.environmentId : null;
  const entry = (environmentId === null ? undefined : windows.showing(environmentId)) ?? windows.inFront();
  if (entry === undefined) return;
  entry.window.focus();
  const refuse = (message: string): void =>
    entry.window.events.send('app.notice', { level: 'warning', title: 'The link was not opened', message });
  if (!reading.ok) refuse(`The link can’t be used: ${reading.message}.`);
  else if (environmentId !== null && !store.has(environmentId)) {
    refuse(`There is no environment “${environmentId}” on this computer; import it first.`);
  } else entry.window.events.send('app.openLink', reading.link);
}
