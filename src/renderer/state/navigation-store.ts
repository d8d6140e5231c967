import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Navigation } from '../../shared/domain/settings.ts';

export type Page = Navigation['page'];

interface NavigationState {
  readonly page: Page;
  /** What the page should bring into view: an alert's fingerprint, an endpoint's or a dashboard's id. */
  readonly focus: string | null;
  /** Expressions that another page sent to Explore; taken once, empty for none. */
  readonly exploreExprs: readonly string[];
  /** The endpoint form: closed, open for a new endpoint, or for the endpoint with this id. */
  readonly endpointForm: 'closed' | 'new' | { readonly endpointId: string };
  open(page: Page, focus?: string | null): void;
  /** With one expression, or several that are shown together. */
  openExplore(expr: string | readonly string[]): void;
  takeExploreExprs(): readonly string[];
  openEndpointForm(endpointId?: string): void;
  closeEndpointForm(): void;
}

export const navigationStore = createStore<NavigationState>()((set, get) => ({
  page: 'overview',
  focus: null,
  exploreExprs: [],
  endpointForm: 'closed',
  open: (page, focus = null) => set({ page, focus }),
  openExplore: (expr) =>
    set({ page: 'explore', focus: null, exploreExprs: typeof expr === 'string' ? [expr] : expr }),
  takeExploreExprs: () => {
    const { exploreExprs } = get();
    if (exploreExprs.length > 0) set({ exploreExprs: [] });
    return exploreExprs;
  },
  openEndpointForm: (endpointId) => set({ endpointForm: endpointId === undefined ? 'new' : { endpointId } }),
  closeEndpointForm: () => set({ endpointForm: 'closed' }),
}));

export function useNavigation<T>(selector: (state: NavigationState) => T): T {
  return useStore(navigationStore, selector);
}
