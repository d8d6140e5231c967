import { useMemo } from 'react';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { PlotMark } from '../../../charts/plot.ts';
import { useExemplars } from '../../../state/exemplars.ts';
import { activeTargets } from './plan-queries.ts';
import type { PanelData } from './use-panel-data.ts';

/** Exemplars of the first query that wants them, in the chart's own unit: values times `factor`. */
export function usePanelExemplars(panel: DataPanel, data: PanelData, factor: number): readonly PlotMark[] {
  const refId = activeTargets(panel).find(({ exemplar }) => exemplar === true)?.refId;
  const expr = (data.ranges ?? []).find(({ query }) => query.refId === refId)?.query.expr ?? '';
  const marks = useExemplars(expr, expr !== '');
  return useMemo(
    () => (factor === 1 ? marks : marks.map((mark) => ({ ...mark, value: mark.value * factor }))),
    [marks, factor],
  );
}
