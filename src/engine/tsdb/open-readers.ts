import type { LabelSet } from '../../shared/domain/series.ts';
import type { ReadControl, SeriesColumns } from '../storage.ts';
import { type JoinedTimes, joinParts } from './merge-columns.ts';
import { ColumnReader } from './read-columns.ts';
import type { Series, SeriesSource } from './series.ts';

/** A reader for each source of the series, all of the same moment; whether several sources have parts of one series. */
export function openReaders(
  matched: readonly Series[],
  minMs: number,
  maxMs: number,
  control: ReadControl | undefined,
): { readers: readonly ColumnReader[]; anyShared: boolean } {
  const wanted = new Map<SeriesSource, Series[]>();
  let anyShared = false;
  for (const series of matched) {
    if (series.sources.length > 1) anyShared = true;
    for (const source of series.sources) {
      const list = wanted.get(source);
      if (list === undefined) wanted.set(source, [series]);
      else list.push(series);
    }
  }
  const readers = [...wanted].map(
    ([source, series]) => new ColumnReader(source, series, minMs, maxMs, control),
  );
  return { readers, anyShared };
}

/** Puts the parts of a series from several sources together. */
export function joinShared(columns: readonly SeriesColumns[]): SeriesColumns[] {
  // The labels of one series are one array object.
  const bySeries = new Map<LabelSet, SeriesColumns[]>();
  const joined: JoinedTimes = new Map();
  for (const one of columns) {
    const parts = bySeries.get(one.labels);
    if (parts === undefined) bySeries.set(one.labels, [one]);
    else parts.push(one);
  }
  return [...bySeries.values()].map((parts) => joinParts(parts, joined));
}
