import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult } from '../group.ts';
import { runScript, type ScriptResult } from './run-script.ts';

/**
 * Runs all `.test` scripts below a folder and prints counts per file. The results are those of the stable cases; cases
 * behind a feature flag and mismatches of texts only are listed but don't count.
 */
export async function runPromqlScripts(folder: string): Promise<CaseResult[]> {
  const flagged = flaggedCases(folder);
  const results: CaseResult[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test'))
    .sort()) {
    const { results: cases, unreadable } = await runScript(readFileSync(join(folder, file), 'utf8'));
    for (const { line, problem } of unreadable) {
      results.push({ id: `${file}:${line}`, failure: `can't be read: ${problem}` });
    }
    const isFlagged = ({ testCase, needsFlag }: ScriptResult): boolean =>
      flagged.get(`${file}:${testCase.line}`) ?? needsFlag;
    report(file, cases, isFlagged);
    for (const result of cases) {
      if (!isFlagged(result)) results.push({ id: idOf(file, result), failure: result.failure });
    }
  }
  return results;
}

/** What an index beside the scripts says of each case. */
function flaggedCases(folder: string): ReadonlyMap<string, boolean> {
  const path = join(folder, 'index.jsonl');
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const { file, line: at, experimental } = JSON.parse(line);
      return [`${file}:${at}`, experimental === true];
    }),
  );
}

function idOf(file: string, { testCase }: ScriptResult): string {
  return `${file}:${testCase.line} ${testCase.expr}`;
}

function report(
  file: string,
  cases: readonly ScriptResult[],
  isFlagged: (result: ScriptResult) => boolean,
): void {
  const count = (list: readonly ScriptResult[]): string => {
    const failures = list.filter(({ failure }) => failure !== null).length;
    return `${list.length - failures} passed, ${failures} failed`;
  };
  const flagged = cases.filter(isFlagged);
  const stable = cases.filter((result) => !isFlagged(result));
  const seconds = cases.filter(({ secondFailure }) => secondFailure !== null);
  const texts = cases.filter(({ textMismatch }) => textMismatch !== null);
  console.log(
    `${file}: stable ${count(stable)}; flagged ${count(flagged)}; ${texts.length} text-only mismatches; ${seconds.length} second checks failed`,
  );
  for (const result of texts) console.log(`  text ${idOf(file, result)}\n    ${result.textMismatch}`);
  for (const result of seconds) {
    console.log(`  second ${idOf(file, result)}\n    ${result.secondFailure?.replaceAll('\n', '\n    ')}`);
  }
  for (const result of flagged) {
    if (result.failure === null) continue;
    console.log(`  flagged ${idOf(file, result)}\n    ${result.failure.replaceAll('\n', '\n    ')}`);
  }
}
