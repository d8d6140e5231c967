import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import { parseRuleFile } from '../../../src/engine/rules/rule-file.ts';
import {
  createExprCheck,
  formatRuleFileError,
  runUnitTestFile,
} from '../../../src/engine/rules-testing/run-unit-test-file.ts';
import type { CaseResult } from '../group.ts';

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
    if (isUnitTestFile(source)) results.push(...(await checkUnitTests(path, id, expectation)));
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
  try {
    const root: unknown = parse(source, { merge: true });
    return typeof root === 'object' && root !== null && 'tests' in root;
  } catch {
    // A file that is no YAML is one of those that must be refused as a rule file.
    return false;
  }
}

function checkRuleFile(path: string, id: string, { valid, errorContains }: Expectation): CaseResult {
  const file = { name: path, text: readFileSync(path, 'utf8') };
  const message = parseRuleFile(file, createExprCheck(false)).errors.map(formatRuleFileError).join('\n');
  if (valid) return { id, failure: message === '' ? null : `expected to load\ngot ${message}` };
  if (message === '') return { id, failure: `expected an error with "${errorContains}"\ngot none` };
  const holds = message.includes(errorContains);
  return { id, failure: holds ? null : `expected an error with "${errorContains}"\ngot ${message}` };
}

/** Runs a unit-test file; in one that is meant to fail, each test must have a failure. */
async function checkUnitTests(
  path: string,
  id: string,
  { valid }: Expectation,
): Promise<readonly CaseResult[]> {
  const { failure, tests } = await runUnitTestFile(path, {
    selects: () => true,
    diff: false,
    ignoreUnknownFields: false,
    experimental: false,
    onTest: () => {},
  });
  const outcomes = failure === null ? tests : [{ name: 'file', results: [{ id: 'file', failure }] }];
  return outcomes.flatMap(({ name, results }): readonly CaseResult[] => {
    if (valid) return results.map((result) => ({ ...result, id: `${id}: ${name} ${result.id}` }));
    const fails = results.some((result) => result.failure !== null);
    return [{ id: `${id}: ${name}`, failure: fails ? null : 'expected a failure\ngot none' }];
  });
}
