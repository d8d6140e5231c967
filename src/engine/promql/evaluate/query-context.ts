import { AppError } from '../../../shared/errors.ts';
import type { SeriesColumns } from '../../storage.ts';
import type { InstantSelection, RangeSelection } from '../plan.ts';
import { AnnotationCollector } from './annotations.ts';

/** Bounds on what one query may cost. */
export interface QueryLimits {
  readonly maxSamples: number;
  readonly lookbackDeltaMs: number;
}

/** Tells a running evaluation to stop by throwing; called often, so it must be cheap. */
export type StopCheck = () => void;

export type Selection = InstantSelection | RangeSelection;

/** What all parts of one query share while it is evaluated. */
export class QueryContext {
  readonly annotations = new AnnotationCollector();
  readonly limits: QueryLimits;
  readonly checkStop: StopCheck;
  readonly #selected: ReadonlyMap<Selection, readonly SeriesColumns[]>;
  #held = 0;

  constructor(
    limits: QueryLimits,
    selected: ReadonlyMap<Selection, readonly SeriesColumns[]>,
    checkStop: StopCheck,
  ) {
    this.limits = limits;
    this.#selected = selected;
    this.checkStop = checkStop;
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
