import { AppError } from '../../../shared/errors.ts';
import type { Pace, SeriesColumns } from '../../storage.ts';
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

/** What all parts of one query share while it is evaluated. */
export class QueryContext {
  readonly annotations = new AnnotationCollector();
  readonly limits: QueryLimits;
  /** Asked by every loop over many samples. */
  readonly pace: Pace;
  readonly #selected: ReadonlyMap<Selection, readonly SeriesColumns[]>;
  #held = 0;

  constructor(limits: QueryLimits, selected: ReadonlyMap<Selection, readonly SeriesColumns[]>, pace: Pace) {
    this.limits = limits;
    this.#selected = selected;
    this.pace = pace;
  }

  /** The series that were read for a selection. */
  seriesOf(selection: Selection): readonly SeriesColumns[] {
    return this.#selected.get(selection) ?? [];
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
