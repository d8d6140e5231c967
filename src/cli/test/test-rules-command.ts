import { writeFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import { runUnitTestFile, type UnitTestOptions } from '../../engine/rules-testing/run-unit-test-file.ts';
import { readFeatures } from '../check/features.ts';
import { type Command, readArguments, UsageError } from '../command-line.ts';
import { formatJunitReport, type JunitSuite } from './junit-report.ts';

const USAGE = `Usage: sextant test rules [options] <file>...

Runs unit tests of rules, written as for promtool. Ends with 1 where one fails.

  --run <pattern>          only tests whose name matches the regular expression; may be given several times
  --diff                   show what differs line by line
  --debug                  say when each test begins and how long it took
  --junit <file>           write the results as JUnit XML too
  --ignore-unknown-fields  take files with fields that Prometheus does not know
  --enable-feature <name>  promql-experimental-functions allows experimental PromQL`;

async function testFile(path: string, options: UnitTestOptions): Promise<JunitSuite> {
  console.log(`Unit Testing:  ${path}`);
  const { failure, unmatched, tests } = await runUnitTestFile(path, options);
  for (const pattern of unmatched) console.error(`  WARNING: no file match pattern ${pattern}`);
  const cases = tests.map(({ name, results }) => ({
    name,
    failures: results.flatMap((result) => (result.failure === null ? [] : [result.failure])),
  }));
  const failures = failure === null ? cases.flatMap((test) => test.failures) : [failure];
  if (failures.length === 0) console.log('  SUCCESS\n');
  else console.error(`  FAILED:\n${failures.join('\n\n')}\n`);
  return { name: path, error: failure, cases };
}

function compileRun(patterns: readonly string[] | undefined): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  try {
    const run = RE2JS.compile(patterns.join('|'));
    return (name) => run.matcher(name).find();
  } catch (error) {
    throw new UsageError(`--run is not a regular expression: ${(error as Error).message}.`);
  }
}

function createTestLog(): UnitTestOptions['onTest'] {
  let startedMs = 0;
  return (name, moment) => {
    if (moment === 'end') {
      console.log(`DEBUG: Test ${name} finished, took ${(performance.now() - startedMs).toFixed(1)}ms`);
      return;
    }
    startedMs = performance.now();
    console.log(`DEBUG: Starting test ${name}`);
  };
}

async function testRules(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    run: { type: 'string', multiple: true },
    diff: { type: 'boolean' },
    debug: { type: 'boolean' },
    junit: { type: 'string' },
    'ignore-unknown-fields': { type: 'boolean' },
    'enable-feature': { type: 'string', multiple: true },
  });
  if (positionals.length === 0) throw new UsageError('The name of a unit-test file is missing.');
  const options: UnitTestOptions = {
    selects: compileRun(values.run),
    diff: values.diff === true,
    ignoreUnknownFields: values['ignore-unknown-fields'] === true,
    experimental: readFeatures(values['enable-feature']).experimental,
    onTest: values.debug === true ? createTestLog() : () => {},
  };
  const suites: JunitSuite[] = [];
  for (const path of positionals) suites.push(await testFile(path, options));
  if (values.junit !== undefined) writeFileSync(values.junit, formatJunitReport(suites, new Date()));
  const allGood = suites.every(
    ({ error, cases }) => error === null && cases.every((test) => test.failures.length === 0),
  );
  return allGood ? 0 : 1;
}

export const testRulesCommand: Command = {
  name: 'test rules',
  summary: 'run unit tests of rules',
  usage: USAGE,
  run: testRules,
};
