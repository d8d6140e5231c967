import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { LabelSet } from '../../../../shared/domain/series.ts';
import type { PanelQuery } from '../query/plan-queries.ts';
import type { PanelData } from '../query/use-panel-data.ts';
import { seriesTransform } from '../transform/transform-series.ts';
import { mapValue, type Tone, valueTone } from './field-color.ts';
import { optionsFor } from './field-options.ts';
import { formatField } from './field-unit.ts';
import { reduceColumn } from './reduce-column.ts';
import { seriesColorKey, seriesName } from './series-naming.ts';

/** One figure of a stat, gauge, bar gauge or pie. */
export interface SingleValue {
  readonly key: string;
  readonly name: string;
  /** What its colour is chosen by. */
  readonly colorKey: string;
  readonly value: number;
  readonly text: string;
  readonly tone: Tone;
  readonly options: FieldOptions;
  /** The column that the figure was made of, for a sparkline; null for an instant. */
  readonly column: { readonly values: Float64Array; readonly present: Uint8Array | null } | null;
}

interface Raw {
  readonly query: PanelQuery;
  readonly labels: LabelSet;
  readonly value: number;
  readonly column: SingleValue['column'];
}

function rawValues(data: PanelData, calc: string): Raw[] {
  const ofInstants = (data.instants ?? []).flatMap(({ query, result }) =>
    result.rows.map(
      ({ labels, values }): Raw => ({ query, labels, value: values.at(-1) ?? Number.NaN, column: null }),
    ),
  );
  const ofRanges = (data.ranges ?? []).flatMap(({ query, result }) =>
    result.series.map(({ labels, values, present }): Raw => {
      const value = reduceColumn(values, present, calc);
      return { query, labels, value, column: { values, present } };
    }),
  );
  return [...ofInstants, ...ofRanges];
}

/** Bounds of a field's gauge: as set, else 0..1 or 0..100 for shares, else from zero to the largest value. */
export function fieldRange(
  options: FieldOptions,
  values: readonly number[],
): { readonly min: number; readonly max: number } {
  const known = values.filter((value) => Number.isFinite(value));
  const share = options.unit === 'percentunit' ? 1 : options.unit === 'percent' ? 100 : undefined;
  const min = options.min ?? Math.min(0, ...known);
  const steps = options.thresholds?.mode === 'percentage' ? [] : (options.thresholds?.steps ?? []);
  const highest = Math.max(...steps.map(({ value }) => value ?? -Infinity), ...known, min + 1e-9);
  return { min, max: Math.max(options.max ?? share ?? highest, min + 1e-9) };
}

/** The figures of a panel, one for each series, with their texts and tones. */
export function singleValues(panel: DataPanel, data: PanelData, calc: string, utc: boolean): SingleValue[] {
  const transform = seriesTransform(panel.transformations);
  const raw = rawValues(data, calc).flatMap((one) => {
    const name = transform(seriesName(one.query, one.labels), one.query.refId);
    return name === null ? [] : [{ ...one, name }];
  });
  const all = raw.map(({ value }) => value);
  return raw.map(({ query, labels, name, value, column }, i) => {
    const options = optionsFor(panel, { name, refId: query.refId, type: 'number' });
    const plain = formatField(value, options, utc);
    const mapped = mapValue(Number.isNaN(value) ? null : value, plain, options.mappings);
    const tone = valueTone(value, options, mapped, fieldRange(options, all));
    const shownName =
      options.displayName === undefined || options.displayName === '' ? name : options.displayName;
    return {
      key: `${query.refId}/${i}`,
      name: shownName,
      colorKey: seriesColorKey(query, labels),
      value,
      text: mapped?.text ?? plain,
      tone,
      options,
      column,
    };
  });
}
