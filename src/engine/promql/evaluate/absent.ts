import { type LabelPair, type LabelSet, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { createLabels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { Plan } from '../plan.ts';
import type { StepGrid } from './step-grid.ts';
import { isPresent, pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** The labels that an absent series would have: those that a selector matches exactly, once. */
export function absentLabels(matchers: readonly Matcher[]): LabelSet {
  const pairs = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, type, value } of matchers) {
    if (name === METRIC_NAME_LABEL) continue;
    if (type === '=' && !seen.has(name)) {
      pairs.set(name, value);
      seen.add(name);
    } else pairs.delete(name);
  }
  return createLabels([...pairs] satisfies LabelPair[]);
}

/** 1 at the steps where a vector has no sample: absent(). */
export function evaluateAbsent(vector: VectorValue, arg: Plan, grid: StepGrid): VectorValue {
  const selection = arg.kind === 'invariant' ? arg.expr : arg;
  const labels = selection.kind === 'select' ? absentLabels(selection.matchers) : [];
  const builder = new SeriesBuilder(grid.count);
  for (let step = 0; step < grid.count; step++) {
    if (!vector.series.some((series) => isPresent(series, step))) builder.setFloat(step, 1);
  }
  const series: VectorSeries[] = [];
  pushSeries(series, builder.finish(labels, false));
  return { kind: 'vector', series };
}
