import type { LabelSet } from './series.ts';
import type { TimeRange } from './time-range.ts';

/** One observation that a service names with a sample, usually by the id of its trace. */
export interface StoredExemplar {
  readonly labels: LabelSet;
  readonly value: number;
  /** Ms UTC; that of the scrape where the page says none. */
  readonly atMs: number;
}

/** The exemplars of one series, oldest first. */
export interface SeriesExemplars {
  readonly labels: LabelSet;
  readonly exemplars: readonly StoredExemplar[];
}

/** Asks for the exemplars of the series that an expression's selectors select. */
export interface ExemplarQuery {
  readonly expr: string;
  readonly range: TimeRange;
}
