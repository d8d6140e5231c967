import type { Findings } from './findings.ts';
import type { LintLine, Places } from './page-lines.ts';

/** Where `walkPage` puts what it finds. */
export interface LintWalk {
  readonly findings: Findings;
  readonly places: Places;
  take(line: LintLine): void;
}
