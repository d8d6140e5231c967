import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { ResolvedTimeRange } from '../../shared/domain/time-range.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Pace, Queryable, SeriesColumns } from '../storage.ts';
import type { ExportFamily } from './export-families.ts';

/** Samples that are held at one time, 32 MiB of them. */
const MOST_SAMPLES = 2_000_000;

class TooManySamples extends Error {}

/** Where a family is read from. */
export interface FamilyReader {
  readonly queryable: Queryable;
  readonly range: ResolvedTimeRange;
  readonly matchers: readonly Matcher[];
  readonly signal: AbortSignal;
  readonly pace: Pace;
}

/**
 * The columns of a family in parts that each fit in memory and have whole metrics: where all of it is too much, the
 * values of a label part it, and so on. One metric alone is read whatever its size.
 */
export async function* readFamily(
  family: ExportFamily,
  series: readonly LabelSet[],
  reader: FamilyReader,
  narrowed: readonly Matcher[] = [],
): AsyncGenerator<readonly SeriesColumns[]> {
  const parting = findPartingLabel(family, series);
  const whole = await selectAll(family, reader, narrowed, parting === null ? Infinity : MOST_SAMPLES);
  if (whole !== null) {
    yield whole;
    return;
  }
  const label = parting as string;
  for (const [value, part] of partBy(label, series)) {
    yield* readFamily(family, part, reader, [...narrowed, { name: label, type: '=', value }]);
  }
}

async function selectAll(
  family: ExportFamily,
  { queryable, range, matchers, signal, pace }: FamilyReader,
  narrowed: readonly Matcher[],
  mostSamples: number,
): Promise<readonly SeriesColumns[] | null> {
  let samples = 0;
  const control = {
    claim(count: number) {
      samples += count;
      if (samples > mostSamples) throw new TooManySamples();
    },
    pace,
    // They are read until the family is written, which no query waits for.
    take: (length: number) => new Float64Array(length),
  };
  const columns: SeriesColumns[] = [];
  try {
    for (const name of family.names) {
      const named: Matcher = { name: METRIC_NAME_LABEL, type: '=', value: name };
      const all = [named, ...matchers, ...narrowed];
      for (const one of await queryable.select(all, range.startMs, range.endMs, signal, control))
        columns.push(one);
    }
  } catch (error) {
    if (error instanceof TooManySamples) return null;
    throw error;
  }
  return columns;
}

/** The label with the fewest values but more than one, which is not a label inside a metric; null for one metric. */
function findPartingLabel(family: ExportFamily, series: readonly LabelSet[]): string | null {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const labels of series) {
    for (const [name, value] of labels) {
      if (name === METRIC_NAME_LABEL || name === family.ownLabel) continue;
      const known = values.get(name) ?? new Set();
      values.set(name, known.add(value));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [name, known] of values) {
    const count = known.size + ((counts.get(name) ?? 0) < series.length ? 1 : 0);
    if (count < 2 || count >= fewest) continue;
    best = name;
    fewest = count;
  }
  return best;
}

function partBy(label: string, series: readonly LabelSet[]): Map<string, LabelSet[]> {
  const parts = new Map<string, LabelSet[]>();
  for (const labels of series) {
    const value = labelValue(labels, label);
    const part = parts.get(value);
    if (part === undefined) parts.set(value, [labels]);
    else part.push(labels);
  }
  return parts;
}
