import type { QueryStats } from '../../shared/domain/query.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { Queryable, ReadControl } from '../storage.ts';
import { timeSlicesOf } from '../time-slices.ts';
import type { BufferLease, BufferPool } from './buffer-pool.ts';
import { prefetch } from './evaluate/prefetch.ts';
import {
  QueryContext,
  type QueryLimits,
  type SelectedSeries,
  type Selection,
} from './evaluate/query-context.ts';
import type { StepGrid } from './evaluate/step-grid.ts';
import type { Plan } from './plan.ts';

/** What is gone through between two looks at the clock, in samples: some tenths of a millisecond. */
const SAMPLES_PER_LOOK = 50_000;

/** Bounds of one query's time and memory; without a clock time is neither limited nor shared. */
export interface RunLimits extends QueryLimits {
  /** Samples that may be read from the store. */
  readonly maxSamplesRead: number;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'monotonicMs'> | null;
}

/** One query from reading to its result: it can be stopped all the time, and lets others have the thread. */
export class QueryRun {
  readonly #queryable: Queryable;
  readonly #limits: RunLimits;
  readonly #buffers: BufferLease;
  readonly #signal: AbortSignal | undefined;
  readonly #startedMs: number;
  #samplesRead = 0;
  #sinceLook = 0;

  constructor(queryable: Queryable, limits: RunLimits, buffers: BufferPool, signal: AbortSignal | undefined) {
    this.#queryable = queryable;
    this.#buffers = buffers.lease();
    this.#limits = limits;
    this.#signal = signal;
    this.#startedMs = this.#nowMs();
  }

  #nowMs(): number {
    return this.#limits.clock?.monotonicMs() ?? 0;
  }

  /** Reads what a plan needs, then evaluates; nothing of the result may point into what was read. */
  async evaluate<T>(
    plan: Plan,
    grid: StepGrid,
    evaluate: (context: QueryContext) => Promise<T>,
  ): Promise<{ context: QueryContext; value: T }> {
    this.#checkStop();
    await this.#pause();
    const { lookbackDeltaMs } = this.#limits;
    const source = { queryable: this.#queryable, signal: this.#signal, control: this.#readControl() };
    const selected = await prefetch(plan, grid, lookbackDeltaMs, source);
    this.#checkStop();
    this.#countRead(selected);
    const context = new QueryContext(this.#limits, selected, (samples) => this.#pace(samples));
    const value = await evaluate(context);
    this.#samplesRead += context.streamedSamples;
    this.#buffers.release();
    return { context, value };
  }

  stats(seriesCount: number): QueryStats {
    return { seriesCount, samplesRead: this.#samplesRead, evaluationMs: this.#nowMs() - this.#startedMs };
  }

  #readControl(): ReadControl {
    const { maxSamplesRead } = this.#limits;
    let claimed = 0;
    return {
      claim(samples) {
        claimed += samples;
        if (claimed <= maxSamplesRead) return;
        throw new AppError(
          'limit_exceeded',
          `the query reads more than ${maxSamplesRead} samples; narrow the range or the selectors`,
        );
      },
      pace: (samples) => this.#pace(samples),
      take: (length) => this.#buffers.take(length),
    };
  }

  #pace(samples: number): Promise<void> | null {
    this.#sinceLook += samples;
    if (this.#sinceLook < SAMPLES_PER_LOOK) return null;
    this.#sinceLook = 0;
    this.#checkStop();
    return this.#pause();
  }

  #pause(): Promise<void> | null {
    const { clock } = this.#limits;
    const pause = clock === null ? null : timeSlicesOf(clock).pause();
    return pause === null ? null : pause.then(() => this.#checkStop());
  }

  #checkStop(): void {
    if (this.#signal?.aborted === true) throw new AppError('canceled', 'the query was canceled');
    const { timeoutMs } = this.#limits;
    if (this.#nowMs() - this.#startedMs > timeoutMs) {
      throw new AppError(
        'timeout',
        `the query took longer than ${timeoutMs / 1000} s; narrow it or raise the limit`,
      );
    }
  }

  /** What is streamed is counted later. */
  #countRead(selected: ReadonlyMap<Selection, SelectedSeries>): void {
    for (const series of new Set(selected.values())) {
      if (!('next' in series)) for (const { times } of series) this.#samplesRead += times.length;
    }
  }
}
