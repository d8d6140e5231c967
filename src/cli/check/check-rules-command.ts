import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { parseRuleFile } from '../../engine/rules/rule-file.ts';
import { createExprCheck, formatRuleFileError } from '../../engine/rules-testing/run-unit-test-file.ts';
import { type Command, readArguments } from '../command-line.ts';
import { readFeatures } from './features.ts';
import { describeDuplicates } from './lint-rules.ts';

const USAGE = `Usage: sextant check rules [options] [<file>...]

Reads rule files as Prometheus does and says what is wrong with them; without files, reads standard input.
Ends with 1 where something is wrong.

  --lint <list>            duplicate-rules (as without the option), all or none
  --lint-fatal             end with 3 where only lint found something; otherwise that ends with 0
  --ignore-unknown-fields  take files with fields that Prometheus does not know
  --enable-feature <name>  promql-experimental-functions allows experimental PromQL`;

const LINTS: ReadonlySet<string> = new Set(['all', 'duplicate-rules', 'none']);

type Verdict = 'good' | 'lint' | 'bad';

interface CheckOptions {
  readonly lintsDuplicates: boolean;
  readonly ignoreUnknownFields: boolean;
  readonly experimental: boolean;
}

function fail(message: string): void {
  console.error(`  FAILED:\n${message}`);
}

function checkText(name: string, text: string, options: CheckOptions): Verdict {
  const check = createExprCheck(options.experimental);
  const { groups, errors } = parseRuleFile({ name, text }, check, options.ignoreUnknownFields);
  if (errors.length > 0) {
    fail(errors.map(formatRuleFileError).join('\n'));
    return 'bad';
  }
  const rules = groups.flatMap((group) => group.rules);
  const duplicates = options.lintsDuplicates ? describeDuplicates(rules) : null;
  if (duplicates !== null) {
    fail(duplicates);
    return 'lint';
  }
  console.log(`  SUCCESS: ${rules.length} rules found`);
  return 'good';
}

async function checkFile(path: string, options: CheckOptions): Promise<Verdict> {
  console.log(`Checking ${path}`);
  try {
    return checkText(path, await readFile(path, 'utf8'), options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    fail((error as Error).message);
    return 'bad';
  } finally {
    console.log();
  }
}

async function checkInput(options: CheckOptions): Promise<Verdict> {
  console.log('Checking standard input');
  return checkText('standard input', await readStream(process.stdin), options);
}

async function checkRules(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    lint: { type: 'string', default: 'duplicate-rules' },
    'lint-fatal': { type: 'boolean' },
    'ignore-unknown-fields': { type: 'boolean' },
    'enable-feature': { type: 'string', multiple: true },
  });
  const lints = values.lint.split(',');
  for (const lint of lints) if (!LINTS.has(lint)) console.error(`WARNING: unknown lint option ${lint}`);
  const options: CheckOptions = {
    lintsDuplicates:
      !lints.includes('none') && lints.some((lint) => lint === 'all' || lint === 'duplicate-rules'),
    ignoreUnknownFields: values['ignore-unknown-fields'] === true,
    experimental: readFeatures(values['enable-feature']).experimental,
  };
  const verdicts: Verdict[] = [];
  if (positionals.length === 0) verdicts.push(await checkInput(options));
  for (const path of positionals) verdicts.push(await checkFile(path, options));
  if (verdicts.includes('bad')) return 1;
  return verdicts.includes('lint') && values['lint-fatal'] === true ? 3 : 0;
}

export const checkRulesCommand: Command = {
  name: 'check rules',
  summary: 'say what is wrong with rule files',
  usage: USAGE,
  run: checkRules,
};
