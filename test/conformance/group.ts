/** What became of one case; `failure` says what was expected and what was got, null for a pass. */
export interface CaseResult {
  readonly id: string;
  readonly failure: string | null;
}

/** Runs all cases of a folder of one form. */
export type ConformanceGroup = (folder: string) => Promise<readonly CaseResult[]>;
