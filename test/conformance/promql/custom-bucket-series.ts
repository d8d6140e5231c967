import { createLabels, labelsKey } from '../../../src/engine/model/labels.ts';
import {
  CUSTOM_SCHEMA,
  compact,
  EMPTY_BUCKETS,
  type SparseHistogram,
} from '../../../src/engine/promql/histogram/sparse-histogram.ts';
import { parseGoFloat } from '../../../src/engine/promql/parse/go-float.ts';
import type { Point, SeriesLine } from '../../../src/engine/rules-testing/series-notation.ts';
import { type LabelSet, labelValue } from '../../../src/shared/domain/series.ts';

interface ClassicSample {
  readonly buckets: Map<number, number>;
  count: number | null;
  sum: number;
}

interface ClassicFamily {
  readonly labels: LabelSet;
  readonly samples: Map<number, ClassicSample>;
}

/** `load_with_nhcb`: the native histograms with custom buckets that the classic ones among the lines amount to. */
export function customBucketSeries(
  lines: readonly SeriesLine[],
  stepMs: number,
): { readonly labels: LabelSet; readonly points: readonly (readonly [number, Point])[] }[] {
  const families = new Map<string, ClassicFamily>();
  for (const { labels, points } of lines) {
    const match = /^(.*)_(bucket|count|sum)$/s.exec(labelValue(labels, '__name__'));
    if (match === null) continue;
    const [, base = '', suffix] = match;
    const bound = suffix === 'bucket' ? parseGoFloat(labelValue(labels, 'le')) : 0;
    if (bound === null || Number.isNaN(bound)) continue;
    const family = familyOf(families, labels, base);
    for (const [i, point] of points.entries()) {
      if (point.kind !== 'float') continue;
      const sample = sampleAt(family, i * stepMs);
      if (suffix === 'bucket') sample.buckets.set(bound, point.value);
      else if (suffix === 'count') sample.count = point.value;
      else sample.sum = point.value;
    }
  }
  return [...families.values()].map(({ labels, samples }) => ({
    labels,
    points: [...samples]
      .sort(([a], [b]) => a - b)
      .map(([timeMs, sample]) => [
        timeMs,
        { kind: 'histogram', value: toHistogram(sample), hintStated: false },
      ]),
  }));
}

function familyOf(families: Map<string, ClassicFamily>, labels: LabelSet, base: string): ClassicFamily {
  const rest = labels.filter(([name]) => name !== 'le' && name !== '__name__');
  const own = createLabels([...rest, ['__name__', base]]);
  const key = labelsKey(own);
  const family = families.get(key) ?? { labels: own, samples: new Map<number, ClassicSample>() };
  families.set(key, family);
  return family;
}

function sampleAt({ samples }: ClassicFamily, timeMs: number): ClassicSample {
  const sample = samples.get(timeMs) ?? { buckets: new Map<number, number>(), count: null, sum: 0 };
  samples.set(timeMs, sample);
  return sample;
}

function toHistogram({ buckets, count, sum }: ClassicSample): SparseHistogram {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const total = count ?? sorted.at(-1)?.[1] ?? 0;
  if (sorted.at(-1)?.[0] !== Number.POSITIVE_INFINITY) sorted.push([Number.POSITIVE_INFINITY, total]);
  let before = 0;
  const counts = sorted.map(([, cumulative]) => {
    const own = cumulative - before;
    before = cumulative;
    return own;
  });
  return compact({
    schema: CUSTOM_SCHEMA,
    hint: 'unknown',
    zeroThreshold: 0,
    zeroCount: 0,
    count: total,
    sum,
    positive: { indices: counts.map((_, i) => i), counts },
    negative: EMPTY_BUCKETS,
    customValues: sorted.slice(0, -1).map(([bound]) => bound),
  });
}
