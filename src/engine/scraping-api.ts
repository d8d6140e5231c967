import type { ExemplarQuery, SeriesExemplars } from '../shared/domain/exemplar.ts';
import type { Gap } from '../shared/domain/gap.ts';
import type { TimeRange } from '../shared/domain/time-range.ts';

/** What a host may ask about scraping beside its targets. All failures are AppErrors. */
export interface ScrapingApi {
  /** The times without samples that overlap a range, with their reasons, by their start. */
  listGaps(range: TimeRange): Promise<readonly Gap[]>;
  /** Exemplars of the series that the expression's selectors select, as far as they are still kept. */
  queryExemplars(query: ExemplarQuery): Promise<readonly SeriesExemplars[]>;
  /** The computer goes to sleep, or is awake again. */
  setAsleep(asleep: boolean): Promise<void>;
  /** The user holds scraping, or lets it go on; a sleep meanwhile does not end it. */
  setPaused(paused: boolean): Promise<void>;
}
