import type { ExpositionFinding } from '../../../shared/domain/exposition.ts';
import type { ExpositionFormat } from '../negotiation.ts';
import { type LintRule, lintRuleIn } from './lint-rules.ts';

/** More of one rule say nothing new; all of them are counted. */
const KEPT_PER_RULE = 200;

/** A byte of a page: line and column from 1, and the line's text, shortened. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Collects what the lint says of one page. */
export class Findings {
  /** Findings that were not kept because there are so many of their rule. */
  left = 0;
  private readonly format: ExpositionFormat;
  private readonly kept: ExpositionFinding[] = [];
  private readonly counts = new Map<LintRule, number>();

  constructor(format: ExpositionFormat) {
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
    const { line, column, text } = place;
    this.kept.push({ line, column, text, rule, severity, message, source, refused });
  }

  /** In the order of the page. */
  list(): ExpositionFinding[] {
    return this.kept.sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
