import { AppError } from '../../../shared/errors.ts';
import type { Pace, SeriesColumns, SeriesStream } from '../../storage.ts';
import type { InstantSelection, RangeSelection } from '../plan.ts';
import { AnnotationCollector } from './annotations.ts';

/** Bounds on what one query may cost. */
export interface QueryLimits {
  readonly maxSamples: number;
  readonly lookbackDeltaMs: number;
}

/** Handling a histogram takes as long as about so many floats. */
export const HISTOGRAM_WORK = 50;

export type Selection = InstantSelection | RangeSelection;

/** The series of a selection: all of them, or one after the other where a single part of the plan reads them once. */
export type SelectedSeries = readonly SeriesColumns[] | SeriesStream;

function isWhole(selected: SelectedSeries): selected is readonly SeriesColumns[] {
  return Array.isArray(selected);
}

/** What all parts of one query share while it is evaluated. */
export class QueryContext {
  readonly annotations = new AnnotationCollector();
  readonly limits: QueryLimits;
  /** Asked by every loop over many samples. */
  readonly pace: Pace;
  readonly #selected: ReadonlyMap<Selection, SelectedSeries>;
  /** Samples of streams that were read so far. */
  streamedSamples = 0;
  readonly #taken = new Set<Selection>();
  #held = 0;

  constructor(limits: QueryLimits, selected: ReadonlyMap<Selection, SelectedSeries>, pace: Pace) {
    this.limits = limits;
    this.#selected = selected;
    this.pace = pace;
  }

  /** The series that were read for a selection that is not streamed. */
  seriesOf(selection: Selection): readonly SeriesColumns[] {
    const selected = this.#selected.get(selection) ?? [];
    if (!isWhole(selected)) throw new Error('the series of a stream are read one after the other');
    return selected;
  }

  /** The series of a selection one after the other, once: how `evaluateSelection` and calls of functions read them. */
  streamOf(selection: Selection): SeriesStream {
    const selected = this.#selected.get(selection) ?? [];
    if (!isWhole(selected)) return this.#takeStream(selection, selected);
    let at = 0;
    return { seriesCount: selected.length, next: () => selected[at++] ?? null };
  }

  #takeStream(selection: Selection, stream: SeriesStream): SeriesStream {
    if (this.#taken.has(selection)) throw new Error('a stream is read once');
    this.#taken.add(selection);
    return {
      seriesCount: stream.seriesCount,
      next: () => {
        const columns = stream.next();
        if (columns !== null) this.streamedSamples += columns.times.length;
        return columns;
      },
    };
  }

  /** The number of samples held now. */
  get held(): number {
    return this.#held;
  }

  /** Counts samples as held. Throws AppError `limit_exceeded` when there are too many. */
  hold(samples: number): void {
    this.#held += samples;
    if (this.#held > this.limits.maxSamples) {
      throw new AppError(
        'limit_exceeded',
        `query processing would load too many samples into memory: more than ${this.limits.maxSamples}; narrow the range or the selectors`,
      );
    }
  }

  /** Goes back to an earlier number of held samples. */
  releaseTo(samples: number): void {
    this.#held = samples;
  }
}
