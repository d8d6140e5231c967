import { createContext, useContext } from 'react';
import type { Region } from '../../../charts/plot.ts';

const NO_MARKS: readonly Region[] = [];

/** Marks of the open dashboard's annotations, for all of its charts. */
export const DashboardMarks = createContext<readonly Region[]>(NO_MARKS);

/** The marks that a chart of the open dashboard draws. */
export function useDashboardMarks(): readonly Region[] {
  return useContext(DashboardMarks);
}
