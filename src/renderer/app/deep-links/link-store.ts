import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DeepLink } from '../../../shared/domain/deep-link.ts';
import { onEvent } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { openDeepLink } from './open-deep-link.ts';

interface LinkState {
  /** A link that waits for the user's word; null for none. */
  readonly pending: DeepLink | null;
  /** Shows a link, after asking where it opens an environment or runs queries. */
  receive(link: DeepLink): void;
  settle(): void;
}

/** Links from outside of the app; the last one counts. */
export const linkStore = createStore<LinkState>()((set) => ({
  pending: null,
  receive(link) {
    const shown = environmentStore.getState().active?.id ?? null;
    const isElsewhere = link.environmentId !== null && link.environmentId !== shown;
    if (isElsewhere || link.queries.length > 0 || link.dashboardId !== null) set({ pending: link });
    else void openDeepLink(link);
  },
  settle: () => set({ pending: null }),
}));

/**
 * Listens from the start of the page: the link that started the app comes with the answer to its first request, when
 * nothing is drawn yet. The result stops.
 */
export function listenForLinks(): () => void {
  return onEvent('app.openLink', (link) => linkStore.getState().receive(link));
}

export function useLink<T>(selector: (state: LinkState) => T): T {
  return useStore(linkStore, selector);
}
