import type { RangeResult } from '../../../shared/domain/query.ts';
import { joinResults } from '../../charts/join-results.ts';
import type { SeriesHint } from '../../charts/plot.ts';
import { nameSeries } from '../../lib/series-names.ts';
import type { Unit } from '../../lib/units.ts';

export interface GraphPart {
  /** The query's letter. */
  readonly id: string;
  readonly result: RangeResult;
  readonly unit: Unit;
}

export interface GraphData {
  readonly result: RangeResult;
  readonly unit: Unit;
  /** Of the series on the right axis; the left one's where there are none. */
  readonly rightUnit: Unit;
  readonly hints: ReadonlyMap<string, SeriesHint>;
}

const QUERY_LABEL = 'query';
const NO_HINTS: ReadonlyMap<string, SeriesHint> = new Map();

/**
 * The results of all queries on one chart: what is in another unit than the first goes to the right axis. `fallback`
 * names a lone series without labels.
 */
export function graphData(
  parts: readonly GraphPart[],
  shape: SeriesHint['shape'],
  fallback: string,
): GraphData | null {
  const [first] = parts;
  if (first === undefined) return null;
  const result =
    parts.length === 1
      ? first.result
      : joinResults(parts.map((part) => ({ result: part.result, label: [QUERY_LABEL, part.id] })));
  if (result === null) return null;
  const other = parts.find(({ unit }) => unit !== first.unit);
  if (other === undefined && shape === undefined) {
    return { result, unit: first.unit, rightUnit: first.unit, hints: NO_HINTS };
  }
  const rightIds = new Set(parts.filter(({ unit }) => unit !== first.unit).map(({ id }) => id));
  const names = nameSeries(
    result.series.map(({ labels }) => labels),
    fallback,
  );
  const hints = new Map(
    result.series.map(({ labels }, i): readonly [string, SeriesHint] => {
      const id = labels.find(([name]) => name === QUERY_LABEL)?.[1] ?? first.id;
      return [names[i]?.text ?? '', { right: rightIds.has(id), ...(shape === undefined ? {} : { shape }) }];
    }),
  );
  return { result, unit: first.unit, rightUnit: other?.unit ?? first.unit, hints };
}
