import type { MetricType } from './series.ts';
import type { ScrapeFailure } from './target.ts';

/** `error` breaks the format's specification, `warning` its recommendations or naming practices, `advice` is a hint. */
export const FINDING_SEVERITIES = ['error', 'warning', 'advice'] as const;

export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** One thing that the lint says of a page. */
export interface ExpositionFinding {
  /** From 1; 0 where the page has no lines (protobuf). */
  readonly line: number;
  /** From 1, in bytes of the line. */
  readonly column: number;
  /** The line, shortened; what is not UTF-8 in it is shown as U+FFFD. Of protobuf the family's name. */
  readonly text: string;
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** One sentence. */
  readonly message: string;
  /** Where the rule is written: a specification and its section. */
  readonly source: string;
  /** A Prometheus scraper refuses the whole page for it. */
  readonly refused: boolean;
}

/** A metric family as the lint read it. */
export interface ExpositionFamily {
  readonly name: string;
  readonly type: MetricType;
  /** False where no TYPE line says the type. */
  readonly typed: boolean;
  readonly help: string;
  readonly unit: string;
  readonly series: number;
  readonly samples: number;
  /** From 1: of the family's first line, and of its first samples. */
  readonly line: number;
  readonly sampleLines: readonly number[];
}

/** An endpoint's page as it is now, or why there is none. */
export interface ExpositionReport {
  readonly failure: Pick<ScrapeFailure, 'message' | 'remedy'> | null;
  readonly url: string;
  readonly fetchedAtMs: number;
  /** Ms from the request to the end of the body. */
  readonly durationMs: number;
  /** Media type of the response, '' where none came. */
  readonly contentType: string;
  /** Null for a page without lines. */
  readonly format: 'text' | 'openmetrics' | null;
  readonly bodyBytes: number;
  /** The page's beginning, cut off behind a line where it is too long to show. */
  readonly text: string;
  readonly isCutOff: boolean;
  readonly findings: readonly ExpositionFinding[];
  /** Findings that are not listed because there are too many of their rules. */
  readonly findingsLeft: number;
  readonly families: readonly ExpositionFamily[];
}
