import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Navigation } from '../../shared/domain/settings.ts';

export type Page = Navigation['page'];

interface NavigationState {
  readonly page: Page;
  /** What the page should bring into view: an alert's fingerprint, an endpoint's or a dashboard's id. */
  readonly focus: string | null;
  /** Expression that another page sent to Explore; taken once. */
  readonly exploreExpr: string | null;
  /** The endpoint form: closed, open for a new endpoint, or for the endpoint with this id. */
  readonly endpointForm: 'closed' | 'new' | { readonly endpointId: string };
  open(page: Page, focus?: string | null): void;
  openExplore(expr: string): void;
  takeExploreExpr(): string | null;
  openEndpointForm(endpointId?: string): void;
  closeEndpointForm(): void;
}

export const navigationStore = createStore<NavigationState>()((set, get) => ({
  page: 'overview',
  focus: null,
  exploreExpr: null,
  endpointForm: 'closed',
  open: (page, focus = null) => set({ page, focus }),
  openExplore: (expr) => set({ page: 'explore', focus: null, exploreExpr: expr }),
  takeExploreExpr: () => {
    const { exploreExpr } = get();
    if (exploreExpr !== null) set({ exploreExpr: null });
    return exploreExpr;
  },
  openEndpointForm: (endpointId) => set({ endpointForm: endpointId === undefined ? 'new' : { endpointId } }),
  closeEndpointForm: () => set({ endpointForm: 'closed' }),
}));

export function useNavigation<T>(selector: (state: NavigationState) => T): T {
  return useStore(navigationStore, selector);
}
