import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DroppedKind } from '../lib/dropped-file.ts';

/** A file that was dropped on the window and is waiting for the page that previews it. */
export interface DroppedFile {
  readonly kind: DroppedKind;
  readonly name: string;
  readonly text: string;
}

export const dropStore = createStore<{ readonly dropped: DroppedFile | null }>()(() => ({ dropped: null }));

/** Hands a dropped file of a kind to `take`, once. */
export function useDropped(kind: DroppedKind, take: (file: DroppedFile) => void): void {
  const dropped = useStore(dropStore, (state) => state.dropped);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file is taken when it is there, by whoever is there
  useEffect(() => {
    if (dropped?.kind !== kind) return;
    dropStore.setState({ dropped: null });
    take(dropped);
  }, [dropped, kind]);
}
