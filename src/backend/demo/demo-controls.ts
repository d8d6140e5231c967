import type { RecordedRequest } from '../admin/request-log.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { ScenarioMoment } from './scenario.ts';

/** What tests and the admin routes may do to a running demo service. */
export interface DemoControls {
  readonly faults: FaultBook;
  /** Lets simulated time pass at once, on top of what the clock adds. */
  advance(elapsedMs: number): void;
  /** The scenario's state, with the simulated time since the start. */
  scenario(): ScenarioMoment & { timeMs: number };
  /** The latest 200 requests to the service (not to its admin routes), oldest first. */
  requests(): RecordedRequest[];
}
