import type { FieldOptions, Stacking } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { RangeResult, RangeSeries } from '../../../../shared/domain/query.ts';
import { joinResults } from '../../../charts/join-results.ts';
import type { SeriesHint, SeriesShape } from '../../../charts/plot.ts';
import type { RangeAnswer } from '../query/use-panel-data.ts';
import { seriesTransform } from '../transform/transform-series.ts';
import { slotOf } from './field-color.ts';
import { optionsFor } from './field-options.ts';
import { fieldUnit } from './field-unit.ts';
import { namingLabels, seriesColorKey, seriesName } from './series-naming.ts';

/** A panel draws no more series than this; the rest is named. */
const MAX_CHART_SERIES = 150;

export interface ChartResult {
  readonly result: RangeResult;
  /** Series that are there but not drawn. */
  readonly leftOut: number;
  /** What the panel says of single series, by their names. */
  readonly hints: ReadonlyMap<string, SeriesHint>;
  /** Options of the series on the right axis; null where there are none. */
  readonly right: FieldOptions | null;
}

function scale(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

const DASH = [7, 4];

/** A series that is not stacked, or in a stack of its own (old files say `false` for its group), is a line beside the stack. */
function standsApart(panels: Stacking | undefined, own: Stacking | undefined): boolean {
  if ((panels?.mode ?? 'none') === 'none' || own === undefined || own === panels) return false;
  return own.mode === 'none' || own.group !== panels?.group || own.extra?.group === false;
}

function shapeOf({ drawStyle, interpolation }: FieldOptions): SeriesShape | undefined {
  if (drawStyle === 'points') return 'dots';
  if (interpolation === 'stepBefore') return 'step-before';
  return interpolation === 'stepAfter' ? 'step-after' : undefined;
}

function hintOf(panel: DataPanel, options: FieldOptions): SeriesHint | null {
  const isFixed = options.color?.mode === 'fixed' && options.color !== panel.field.color;
  const slot = isFixed ? slotOf(options.color?.fixedColor) : null;
  const isDashed = options.lineStyle?.fill === 'dash' || options.lineStyle?.fill === 'dot';
  const apart = panel.field.drawStyle !== 'bars' && standsApart(panel.field.stacking, options.stacking);
  const right = options.axis === 'right';
  const shape = shapeOf(options);
  // One is what files say that were never asked: lines are as wide as their density allows then.
  const width = options.lineWidth !== undefined && options.lineWidth > 1 ? options.lineWidth : undefined;
  if (slot === null && !isDashed && !apart && !right && shape === undefined && width === undefined)
    return null;
  return {
    apart,
    right,
    ...(slot === null ? {} : { slot }),
    ...(isDashed ? { dash: DASH } : {}),
    ...(shape === undefined ? {} : { shape }),
    ...(width === undefined ? {} : { width }),
  };
}

function shapeSeries(
  panel: DataPanel,
  answer: RangeAnswer,
  factor: number,
  severalQueries: boolean,
  tellApart: boolean,
  hints: Map<string, SeriesHint>,
): readonly RangeSeries[] {
  const { query, result } = answer;
  const transform = seriesTransform(panel.transformations);
  return result.series.flatMap((series): RangeSeries[] => {
    const asked = seriesName(query, series.labels);
    const name = transform(asked, query.refId);
    if (name === null) return [];
    const options = optionsFor(panel, { name, refId: query.refId, type: 'number' });
    if (options.hideFrom?.chart === true) return [];
    const renamed =
      options.displayName !== undefined && options.displayName !== ''
        ? options.displayName
        : name === asked
          ? null
          : name;
    const labels = namingLabels(query, series.labels, renamed);
    const hint = hintOf(panel, options);
    // Several queries show the same labels: their names are what tells them apart, and chooses the colour.
    const isColored = !severalQueries && query.legend !== '' && renamed === null;
    if (hint !== null || isColored) {
      const colorKey = isColored ? { colorKey: seriesColorKey(query, series.labels) } : {};
      hints.set(renamed ?? name, { ...hint, ...colorKey });
    }
    const own = tellApart && query.legend === '' && renamed === null ? [['query', query.refId] as const] : [];
    // The right axis has a unit of its own.
    const ownFactor = options.axis === 'right' ? fieldUnit(options.unit ?? panel.field.unit).factor : factor;
    const sign = options.transform === 'negative-Y' ? -1 : 1;
    return [{ ...series, labels: [...labels, ...own], values: scale(series.values, ownFactor * sign) }];
  });
}

/** All results of a panel as one, on a shared grid, with the names and signs that the panel gives its series. */
export function chartResult(
  panel: DataPanel,
  answers: readonly RangeAnswer[],
  factor: number,
): ChartResult | null {
  const tellApart = answers.filter(({ query }) => query.legend === '').length > 1;
  const hints = new Map<string, SeriesHint>();
  const shaped = answers.map((answer) => ({
    ...answer.result,
    series: shapeSeries(panel, answer, factor, answers.length > 1, tellApart, hints),
  }));
  const joined = joinGrids(shaped);
  if (joined === null) return null;
  return {
    result: { ...joined, series: joined.series.slice(0, MAX_CHART_SERIES) },
    leftOut: Math.max(0, joined.series.length - MAX_CHART_SERIES),
    hints,
    right: rightOptions(panel, answers),
  };
}

/** What the first series on the right axis says of it. */
function rightOptions(panel: DataPanel, answers: readonly RangeAnswer[]): FieldOptions | null {
  for (const { query, result } of answers) {
    for (const { labels } of result.series) {
      const name = seriesName(query, labels);
      const options = optionsFor(panel, { name, refId: query.refId, type: 'number' });
      if (options.axis === 'right') return options;
    }
  }
  return null;
}

const NO_LABEL = 'joined';

function joinGrids(results: readonly RangeResult[]): RangeResult | null {
  if (results.length < 2) return results[0] ?? null;
  const joined = joinResults(results.map((result) => ({ result, label: [NO_LABEL, ''] })));
  if (joined === null) return null;
  const series = joined.series.map((one) => ({
    ...one,
    labels: one.labels.filter(([label]) => label !== NO_LABEL),
  }));
  return { ...joined, series };
}

/** Each step's values as percent of their sum. */
export function toShares(result: RangeResult): RangeResult {
  const totals = new Float64Array(result.count);
  const isThere = ({ values, present }: RangeSeries, i: number): boolean =>
    (present === null || present[i] === 1) && Number.isFinite(values[i]);
  for (const series of result.series) {
    for (let i = 0; i < result.count; i++) {
      if (isThere(series, i)) totals[i] = (totals[i] as number) + Math.abs(series.values[i] as number);
    }
  }
  const series = result.series.map((one) => ({
    ...one,
    values: one.values.map((value, i) => (totals[i] === 0 ? 0 : (value / (totals[i] as number)) * 100)),
  }));
  return { ...result, series };
}
