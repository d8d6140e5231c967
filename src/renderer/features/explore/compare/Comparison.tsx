import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useEnvironment } from '../../../state/environment-store.ts';
import type { ShownQuery } from '../use-shown-queries.ts';
import { CompareView } from './CompareView.tsx';
import { comparedWith, compareStore } from './compare-store.ts';

interface ComparisonProps {
  readonly shown: readonly ShownQuery[];
  readonly height: number;
  readonly utc: boolean;
}

/** True once the user chose another environment to compare with. */
export function useIsComparing(): boolean {
  const shownId = useEnvironment((state) => state.active?.id ?? null);
  return useStore(compareStore, (state) => comparedWith(state, shownId).length > 0);
}

/** Explore's queries in the environments that were chosen. */
export function Comparison({ shown, height, utc }: ComparisonProps) {
  const queries = useMemo(() => shown.map(({ query }) => ({ id: query.id, expr: query.expr })), [shown]);
  const [first] = shown;
  if (first === undefined) return null;
  return (
    <CompareView queries={queries} stepMs={first.answer.stepMs} unit={first.unit} height={height} utc={utc} />
  );
}
