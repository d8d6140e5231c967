import type { ExpositionFinding } from '../../../shared/domain/exposition.ts';
import type { PageFormat } from '../negotiation.ts';
import { type LintRule, lintRuleIn } from './lint-rules.ts';

/** More of one rule say nothing new; all of them are counted. */
const KEPT_PER_RULE = 200;

/** A byte of a page: line and column from 1, and the line's text, shortened. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** Of a protobuf page: where in its messages, as `family[0].metric[2].histogram.bucket[1]`. */
  readonly path?: string;
}

/** Collects what the lint says of one page. */
export class Findings {
  /** Findings that were not kept because there are so many of their rule. */
  left = 0;
  private readonly format: PageFormat;
  private readonly kept: ExpositionFinding[] = [];
  private readonly counts = new Map<LintRule, number>();

  constructor(format: PageFormat) {
    this.format = format;
  }

  /** `refused`: a Prometheus scraper refuses the page for it. */
  report(rule: LintRule, place: Place, message: string, refused = false): void {
    const { severity, source } = lintRuleIn(rule, this.format);
    if (severity === null) return;
    const count = (this.counts.get(rule) ?? 0) + 1;
    this.counts.set(rule, count);
    if (count > KEPT_PER_RULE) {
      this.left++;
      return;
    }
    const { line, column, text, path = '' } = place;
    this.kept.push({ line, column, text, path, rule, severity, message, source, refused });
  }

  /** In the order of the page. */
  list(): ExpositionFinding[] {
    return this.kept.sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
