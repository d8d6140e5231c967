import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RuleFileError } from '../../shared/domain/rule.ts';
import { AppError } from '../../shared/errors.ts';
import { parseExpr } from '../promql/parse/parse-expr.ts';
import type { RuleGroupDefinition } from '../rules/definition.ts';
import { type ExprCheck, parseRuleFile } from '../rules/rule-file.ts';
import { findFiles } from './find-files.ts';
import { type AssertionResult, runUnitTest } from './run-unit-test.ts';
import { readUnitTestFile } from './unit-test-file.ts';

/** How unit-test files are run. */
export interface UnitTestOptions {
  /** Whether the test of a name is run; the name is empty for a test without one. */
  readonly selects: (testName: string) => boolean;
  /** Show alerts that differ as one text with marks. */
  readonly diff: boolean;
  readonly ignoreUnknownFields: boolean;
  /** Allows what Prometheus 3 keeps behind feature flags in expressions. */
  readonly experimental: boolean;
  /** Hears of each test as it begins and as it ends. */
  readonly onTest: (name: string, moment: 'begin' | 'end') => void;
}

/** One test of a file with what its assertions gave. */
export interface UnitTestOutcome {
  readonly name: string;
  readonly results: readonly AssertionResult[];
}

/** What became of a unit-test file: `failure` where it could not be run at all. */
export interface UnitTestFileOutcome {
  readonly failure: string | null;
  /** Patterns of rule files that match no file. */
  readonly unmatched: readonly string[];
  readonly tests: readonly UnitTestOutcome[];
}

/** A file's mistake as one line: `rules.yml:4: rule "A": could not parse expression: ...`. */
export function formatRuleFileError({ file, line, rule, message }: RuleFileError): string {
  const place = line === 0 ? file : `${file}:${line}`;
  return `${place}: ${rule === '' ? '' : `rule "${rule}": `}${message}`;
}

/** What tells a PromQL expression that is wrong from one that is not. */
export function createExprCheck(experimental: boolean): ExprCheck {
  return (expr) => {
    try {
      parseExpr(expr, { experimental });
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  };
}

/** Runs a unit-test file in promtool's format over its rule files; never rejects for what is wrong with the files. */
export async function runUnitTestFile(path: string, options: UnitTestOptions): Promise<UnitTestFileOutcome> {
  const refuse = (failure: string): UnitTestFileOutcome => ({ failure, unmatched: [], tests: [] });
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse((error as Error).message);
  }
  const { file, problems } = readUnitTestFile(source, options.ignoreUnknownFields);
  if (problems.length > 0) {
    return refuse(
      problems.map(({ line, message }) => `${line === 0 ? path : `${path}:${line}`}: ${message}`).join('\n'),
    );
  }
  const unmatched: string[] = [];
  const paths: string[] = [];
  try {
    for (const pattern of file.ruleFiles) {
      const full = resolve(dirname(path), pattern);
      const matches = findFiles(full);
      if (matches.length === 0) unmatched.push(full);
      paths.push(...matches);
    }
  } catch (error) {
    if (error instanceof AppError) return refuse(error.message);
    throw error;
  }
  const { groups, failures } = loadRules(paths, file.groupOrder, options);
  const tests: UnitTestOutcome[] = [];
  for (const [i, test] of file.tests.entries()) {
    if (!options.selects(test.name)) continue;
    const name = test.name === '' ? `unnamed#${i}` : test.name;
    options.onTest(name, 'begin');
    const results =
      failures.length > 0
        ? failures.map((failure) => ({ id: 'rule files', failure }))
        : await runUnitTest(test, file, groups, options);
    options.onTest(name, 'end');
    tests.push({ name, results });
  }
  return { failure: null, unmatched, tests };
}

/** The groups of all files in the order of evaluation: those that are named in `groupOrder` first. */
function loadRules(
  paths: readonly string[],
  groupOrder: readonly string[],
  { experimental, ignoreUnknownFields }: UnitTestOptions,
): { readonly groups: readonly RuleGroupDefinition[]; readonly failures: readonly string[] } {
  const failures: string[] = [];
  const checkExpr = createExprCheck(experimental);
  // A file that two patterns match counts once.
  const groups = [...new Set(paths)].flatMap((path) => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      failures.push((error as Error).message);
      return [];
    }
    const parsed = parseRuleFile({ name: path, text }, checkExpr, ignoreUnknownFields);
    failures.push(...parsed.errors.map(formatRuleFileError));
    return parsed.groups;
  });
  const order = (name: string): number => {
    const index = groupOrder.indexOf(name);
    return index < 0 ? groupOrder.length : index;
  };
  return { groups: groups.toSorted((a, b) => order(a.name) - order(b.name)), failures };
}
