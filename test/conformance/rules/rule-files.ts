import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseExpr } from '../../../src/engine/promql/parse/parse-expr.ts';
import { type ParsedRuleFile, parseRuleFile } from '../../../src/engine/rules/rule-file.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { CaseResult } from '../group.ts';
import { runUnitTest } from './run-unit-test.ts';
import { readUnitTestFile, readYaml, type UnitTest, type UnitTestFile } from './unit-test-file.ts';

/** What `expectations.json` says of a file; without an entry a file must load and its assertions must hold. */
interface Expectation {
  readonly valid: boolean;
  readonly errorContains: string;
}

const GOOD: Expectation = { valid: true, errorContains: '' };

/** Runs all rule files and unit-test files below a folder. */
export async function runRuleFiles(folder: string): Promise<readonly CaseResult[]> {
  const expectations = readExpectations(folder);
  const results: CaseResult[] = [];
  for (const path of listYamlFiles(folder)) {
    const source = readFileSync(path, 'utf8');
    const id = relative(folder, path);
    const expectation = expectations.get(basename(path)) ?? GOOD;
    if (isUnitTestFile(source)) results.push(...(await runUnitTestFile(path, id, source, expectation)));
    else results.push(checkRuleFile(path, id, expectation));
  }
  return results;
}

function listYamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** All sections of the file by file name: `{valid, errorContains}`, or a text that begins with pass, fail, valid or invalid. */
function readExpectations(folder: string): ReadonlyMap<string, Expectation> {
  const path = join(folder, 'expectations.json');
  const expectations = new Map<string, Expectation>();
  if (!existsSync(path)) return expectations;
  const sections = JSON.parse(readFileSync(path, 'utf8')) as Record<
    string,
    Record<string, string | { valid: boolean; errorContains?: string }>
  >;
  for (const section of Object.values(sections)) {
    for (const [name, entry] of Object.entries(section)) {
      if (typeof entry === 'string') {
        expectations.set(name, { valid: /^(pass|valid)/.test(entry), errorContains: '' });
      } else expectations.set(name, { valid: entry.valid, errorContains: entry.errorContains ?? '' });
    }
  }
  return expectations;
}

function isUnitTestFile(source: string): boolean {
  const root = readYaml(source);
  return typeof root === 'object' && root !== null && 'tests' in root;
}

function loadRuleFile(path: string): ParsedRuleFile {
  return parseRuleFile({ name: path, text: readFileSync(path, 'utf8') }, (expr) => {
    try {
      parseExpr(expr);
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  });
}

function describeErrors({ errors }: ParsedRuleFile): string {
  return errors.map(({ line, rule, message }) => `line ${line} ${rule}: ${message}`).join('\n');
}

function checkRuleFile(path: string, id: string, { valid, errorContains }: Expectation): CaseResult {
  const loaded = loadRuleFile(path);
  const message = describeErrors(loaded);
  if (valid) return { id, failure: message === '' ? null : `expected to load\ngot ${message}` };
  if (message === '') return { id, failure: `expected an error with "${errorContains}"\ngot none` };
  const holds = message.includes(errorContains);
  return { id, failure: holds ? null : `expected an error with "${errorContains}"\ngot ${message}` };
}

/** Runs a unit-test file; in one that is meant to fail, each test must have a failure. */
async function runUnitTestFile(
  path: string,
  id: string,
  source: string,
  { valid }: Expectation,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const outcome of await runTests(path, source)) {
    if (valid) results.push(...outcome.map((result) => ({ ...result, id: `${id}: ${result.id}` })));
    else {
      const fails = outcome.some(({ failure }) => failure !== null);
      const failure = fails ? null : 'expected a failure\ngot none';
      results.push({ id: `${id}: ${outcome[0]?.id ?? 'a test'}`, failure });
    }
  }
  return results;
}

async function runTests(path: string, source: string): Promise<readonly (readonly CaseResult[])[]> {
  let file: UnitTestFile;
  try {
    file = readUnitTestFile(path, source);
  } catch (error) {
    return [[{ id: 'file', failure: String(error) }]];
  }
  const loaded = file.ruleFiles.map(loadRuleFile);
  const problems = loaded.map(describeErrors).filter((text) => text !== '');
  if (problems.length > 0) return [[{ id: 'rule files', failure: problems.join('\n') }]];
  const order = (name: string): number => {
    const index = file.groupOrder.indexOf(name);
    return index < 0 ? file.groupOrder.length : index;
  };
  const groups = loaded.flatMap((rules) => rules.groups).sort((a, b) => order(a.name) - order(b.name));
  const run = (test: UnitTest): Promise<readonly CaseResult[]> => runUnitTest(test, file, groups);
  const outcomes: (readonly CaseResult[])[] = [];
  for (const test of file.tests) outcomes.push(await run(test));
  return outcomes;
}
