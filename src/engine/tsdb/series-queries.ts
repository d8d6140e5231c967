import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { compareLabels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import type { Queryable, ReadControl, SeriesColumns, SeriesStream } from '../storage.ts';
import type { LabelIndex } from './label-index.ts';
import { joinShared, openReaders } from './open-readers.ts';
import { type PageSource, ReaderStream } from './read-columns.ts';
import type { Series } from './series.ts';

/** Answers queries from the series of a store. */
export class SeriesQueries implements Queryable {
  readonly #index: LabelIndex;
  readonly #readPage: PageSource;

  constructor(index: LabelIndex, readPage: PageSource) {
    this.#index = index;
    this.#readPage = readPage;
  }

  async select(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    signal?: AbortSignal,
    control?: ReadControl,
  ): Promise<readonly SeriesColumns[]> {
    if (signal?.aborted) throw new AppError('canceled', 'The query was canceled.');
    // All are opened before the first wait, so that they show the same moment.
    const { readers, anyShared } = openReaders(this.#index.match(matchers), minMs, maxMs, control);
    const columns: SeriesColumns[] = [];
    for (const reader of readers) {
      for (const one of reader.readAll(this.#readPage)) {
        columns.push(one);
        const pause = control?.pace(one.times.length) ?? null;
        if (pause !== null) await pause;
      }
    }
    return anyShared ? joinShared(columns) : columns;
  }

  stream(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    control: ReadControl,
  ): SeriesStream | null {
    const series = this.#index.match(matchers);
    // Parts of one series lie in different places: they are put together as a whole.
    if (series.some(({ sources }) => sources.length > 1)) return null;
    const { readers } = openReaders(series, minMs, maxMs, control);
    return new ReaderStream(readers, this.#readPage, (length) => control.take(length));
  }

  async listSeries(matchers: readonly Matcher[], minMs: number, maxMs: number): Promise<readonly LabelSet[]> {
    return this.#present(matchers, minMs, maxMs)
      .map((series) => series.labels)
      .sort(compareLabels);
  }

  async listLabelNames(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
  ): Promise<readonly string[]> {
    if (matchers.length === 0) return this.#index.labelNames();
    const names = new Set<string>();
    for (const series of this.#present(matchers, minMs, maxMs))
      for (const [name] of series.labels) names.add(name);
    return [...names].sort();
  }

  async listLabelValues(
    name: string,
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
  ): Promise<readonly string[]> {
    if (matchers.length === 0) return this.#index.labelValues(name);
    const values = new Set<string>();
    for (const series of this.#present(matchers, minMs, maxMs)) {
      for (const [own, value] of series.labels) if (own === name) values.add(value);
    }
    return [...values].sort();
  }

  /** Series that match and were known to a source in the window: a batch that names them overlaps it. */
  #present(matchers: readonly Matcher[], minMs: number, maxMs: number): Series[] {
    return this.#index
      .match(matchers)
      .filter((series) => series.sources.some((source) => source.isKnownIn(series, minMs, maxMs)));
  }
}
