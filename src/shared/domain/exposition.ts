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
