import type { Clock } from '../ports.ts';
import type { Closing } from './close-queue.ts';
import type { LabelIndex } from './label-index.ts';
import type { RowPool } from './row-pool.ts';
import type { WriteLog } from './write-log.ts';

/** What all sources of a store share. */
export interface SourceContext {
  readonly index: LabelIndex;
  readonly pool: RowPool;
  readonly clock: Clock;
  readonly journaled: boolean;
  nextLayoutId(): number;
  nextBatchId(): number;
  readonly writes: WriteLog;
  /** Takes one series from the budget; throws AppError `limit_exceeded` at its end. */
  claimSlot(): void;
  releaseSlots(count: number): void;
  /** Has `closeStep` called until the batch is closed. */
  closeSoon(closing: Closing): void;
  /** Hears that rows from a time on were set aside, up to the last of them: the clock was set back. */
  setAside(fromMs: number, untilMs: number): void;
}
