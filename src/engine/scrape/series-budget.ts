import type { ScrapeFailure, TargetCardinality } from '../../shared/domain/target.ts';
import { type Row, type RowAppender, SLOT_ABSENT } from '../storage.ts';
import { describeOffenders, findTopOffenders, NO_OFFENDERS, type TopOffenders } from './cardinality.ts';

/** Idle slots are freed when so much of the budget is in use. */
const CROWDED = 0.75;

/** Keeps a target within its budget of series: frees what vanished, and names what takes the room. */
export class SeriesBudget {
  private readonly appender: RowAppender;
  private readonly budget: number;
  private offenders: TopOffenders = NO_OFFENDERS;
  private liveSeries = 0;
  private isPageTooLarge = false;

  constructor(appender: RowAppender, budget: number) {
    this.appender = appender;
    this.budget = budget;
    appender.limitSlots(budget);
  }

  /** Makes room before a row is begun: slots are freed where most of them are of series that vanished. */
  makeRoom(): void {
    const { slotCount } = this.appender;
    // A page that alone breaks the budget would have all its series made anew, scrape after scrape.
    if (this.isPageTooLarge || slotCount < this.budget * CROWDED || this.liveSeries * 2 > slotCount) return;
    this.appender.freeIdleSlots();
  }

  /** Takes note of a stored page of so many series. */
  noteStored(series: number): void {
    this.liveSeries = series;
    this.isPageTooLarge = false;
    this.offenders = NO_OFFENDERS;
  }

  /** Takes note of a page that broke the budget and, before its row is cleared, says whose series they are. */
  describeBreach(failure: ScrapeFailure, row: Row): ScrapeFailure {
    const { state } = row;
    let set = 0;
    for (const one of state) if (one !== SLOT_ABSENT) set++;
    this.isPageTooLarge = set * 2 > this.appender.slotCount;
    this.liveSeries = 0;
    if (this.offenders === NO_OFFENDERS) this.offenders = findTopOffenders(this.appender);
    return { ...failure, message: `${failure.message} ${describeOffenders(this.offenders)}`.trim() };
  }

  view(): TargetCardinality {
    return { activeSeries: this.appender.slotCount, seriesBudget: this.budget, ...this.offenders };
  }
}
