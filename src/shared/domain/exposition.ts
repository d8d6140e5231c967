import type { MetricType } from './series.ts';
import type { ScrapeFailure } from './target.ts';

/** `error` breaks the format's specification, `warning` its recommendations or naming practices, `advice` is a hint. */
export const FINDING_SEVERITIES = ['error', 'warning', 'advice'] as const;

export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** One thing that the lint says of a page. */
export interface ExpositionFinding {
  /** From 1; of a protobuf page, that of its readable form. */
  readonly line: number;
  /** From 1, in bytes of the line. */
  readonly column: number;
  /** The line, shortened; what is not UTF-8 in it is shown as U+FFFD. */
  readonly text: string;
  /** Of a protobuf page: where in its messages, as `family[0].metric[2].histogram.bucket[1]`; else ''. */
  readonly path: string;
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
  /** Null where there is no page. */
  readonly format: 'text' | 'openmetrics' | 'protobuf' | null;
  readonly bodyBytes: number;
  /** The page's beginning, cut off behind a line where it is too long to show; of protobuf its readable form. */
  readonly text: string;
  readonly isCutOff: boolean;
  readonly findings: readonly ExpositionFinding[];
  /** Findings that are not listed because there are too many of their rules. */
  readonly findingsLeft: number;
  readonly families: readonly ExpositionFamily[];
}
