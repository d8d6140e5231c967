import type { FloatHistogram } from '../shared/domain/histogram.ts';
import type { LabelSet } from '../shared/domain/series.ts';
import type { Matcher } from './model/matcher.ts';

/** States of one slot of a row. Staleness is such a flag and never a NaN payload, which JavaScript may rewrite. */
export const SLOT_ABSENT = 0;
export const SLOT_SAMPLE = 1;
export const SLOT_STALE = 2;

/**
 * A series' samples in a time window, as columns of one length. `times` (ms UTC, ascending) is the same array object
 * for all series of a target whose samples have the same times, so that window bounds can be found once per array and
 * not once per series. `stale` marks entries that are staleness marks (their value is meaningless); null where none is.
 * `histograms` is null for a series of floats; else an entry that is not null is a histogram sample and the value at
 * that place is meaningless. None of the arrays may be written to.
 */
export interface SeriesColumns {
  readonly labels: LabelSet;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly stale: Uint8Array | null;
  readonly histograms: readonly (FloatHistogram | null)[] | null;
}

/**
 * Told by long work how many samples it goes through; null means go on, else wait for the promise, so that others get
 * the thread. Throws or rejects with AppError `canceled` or `timeout` when the work is to stop.
 */
export type Pace = (samples: number) => Promise<void> | null;

/** How a query watches over what is read for it. */
export interface ReadControl {
  /** Told how many samples are to be held in memory, before they are. Throws AppError `limit_exceeded`. */
  claim(samples: number): void;
  readonly pace: Pace;
  /** A column to read into, of any content; it is used again when the query has ended. */
  take(length: number): Float64Array;
}

/** Series that are read one after the other, as long as they are asked for. */
export interface SeriesStream {
  /** There are at most so many. */
  readonly seriesCount: number;
  /**
   * The next series, null after the last one. Its columns are overwritten by the next call; the array object of its
   * times stays as it is.
   */
  next(): SeriesColumns | null;
}

/** Where queries read. Windows are closed on both sides, in ms UTC. An aborted signal rejects with `canceled`. */
export interface Queryable {
  /**
   * The series that match all matchers and have an entry in the window, in no promised order, as they are at the call:
   * what is written while it is being answered is not in it.
   */
  select(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    signal?: AbortSignal,
    control?: ReadControl,
  ): Promise<readonly SeriesColumns[]>;
  /**
   * What `select` gives, decoded series by series while it is worked on, which keeps it in the processor's cache; null
   * where that can't be done for these series, or never.
   */
  stream?(
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
    control: ReadControl,
  ): SeriesStream | null;
  /** The label sets of the series that match, sorted. */
  listSeries(matchers: readonly Matcher[], minMs: number, maxMs: number): Promise<readonly LabelSet[]>;
  /** Label names of the series that match (all series for no matchers), sorted. */
  listLabelNames(matchers: readonly Matcher[], minMs: number, maxMs: number): Promise<readonly string[]>;
  /** Values of one label among the series that match, sorted. */
  listLabelValues(
    name: string,
    matchers: readonly Matcher[],
    minMs: number,
    maxMs: number,
  ): Promise<readonly string[]>;
}

/** What happened to a store, so that answers about the past can be kept as long as they hold. Times are ms UTC. */
export interface StoreChanges {
  /** Grows with every write. */
  readonly position: number;
  /** No sample before this time was written after a position; -Infinity where that is not known. */
  earliestWriteSince(position: number): number;
  /** Samples up to this time may have been deleted at any time. */
  readonly deletedUpToMs: number;
}

/** What became of a committed row; the counts are of samples, `seriesAdded` of series first seen in this row. */
export interface RowOutcome {
  readonly samplesAppended: number;
  readonly seriesAdded: number;
  readonly staleMarks: number;
  readonly outOfOrder: number;
  readonly duplicates: number;
  readonly outOfBounds: number;
}

/**
 * One scrape (or one evaluation of a rule group) being written: all its samples or none. `values` and `state` are
 * indexed by slot and may be replaced when `slot()` of the appender creates a slot, so read them from the row anew
 * after such a call. Writing `values[slot] = v; state[slot] = SLOT_SAMPLE` is the fast way to append.
 */
export interface Row {
  readonly atMs: number;
  readonly values: Float64Array;
  readonly state: Uint8Array;
  /** A sample with a timestamp of its own; such series get no staleness marks unless `trackStaleness` is set. */
  setAt(slot: number, atMs: number, value: number | FloatHistogram, trackStaleness: boolean): void;
  /** A histogram sample. Its counter reset hint is stored as what the sample before it in the store tells. */
  setHistogram(slot: number, histogram: FloatHistogram): void;
  /** Counts a second sample of the same series in this row: the first one stays. */
  countDuplicate(): void;
  /** Forgets all samples set so far; the row stays open. */
  clear(): void;
  /**
   * Makes the row visible to queries. Slots that had a sample in the row before and have none in this one get a
   * staleness mark. A row that is not later than the last committed one is dropped and counted as out of order.
   */
  commit(): RowOutcome;
}

/** Writes the rows of one source (a target, or a rule group), which share one time column. */
export interface RowAppender {
  /**
   * The slot of a series in this source's rows, made if it is new. Throws AppError `limit_exceeded` when the series
   * budget is used up.
   */
  slot(labels: LabelSet): number;
  /** The number of slots in use; slots of series that vanished long ago are freed and may be given out again. */
  readonly slotCount: number;
  /** Grows when slots were freed and renumbered: what was cached by slot before is void then. */
  readonly layoutVersion: number;
  /** The labels of a slot in use. */
  labelsAt(slot: number): LabelSet;
  /** From now on `slot` makes no slot beyond so many: it throws AppError `limit_exceeded` instead. */
  limitSlots(maxSlots: number): void;
  /** Frees the slots of series that the last row had no sample of; between rows only. Answers their number. */
  freeIdleSlots(): number;
  /** Opens the next row; one at a time. */
  begin(atMs: number): Row;
  /** Ends the source: its live series get staleness marks at `atMs`, or none when it is null (a shutdown). */
  close(atMs: number | null): void;
}

/** Where scrapes and rules write. */
export interface Appendable {
  /** The appender of a source; `sourceId` is stable over restarts. One at a time per source. */
  openSource(sourceId: string): RowAppender;
}
