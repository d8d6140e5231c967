import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DroppedKind, DroppedTextKind } from '../lib/dropped-file.ts';

/** A file that was dropped on the window and is waiting for the page that previews it. */
export type DroppedFile =
  | { readonly kind: DroppedTextKind; readonly name: string; readonly text: string }
  | { readonly kind: 'encrypted'; readonly name: string; readonly bytes: Uint8Array };

type DroppedAs<K extends DroppedKind> = K extends DroppedTextKind
  ? Extract<DroppedFile, { readonly text: string }>
  : Extract<DroppedFile, { readonly bytes: Uint8Array }>;

export const dropStore = createStore<{ readonly dropped: DroppedFile | null }>()(() => ({ dropped: null }));

/** Hands a dropped file of a kind to `take`, once. */
export function useDropped<K extends DroppedKind>(kind: K, take: (file: DroppedAs<K>) => void): void {
  const dropped = useStore(dropStore, (state) => state.dropped);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is taken when it is there, by whoever is there
  useEffect(() => {
    if (dropped?.kind !== kind) return;
    dropStore.setState({ dropped: null });
    take(dropped as DroppedAs<K>);
  }, [dropped, kind]);
}
