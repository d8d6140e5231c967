import { readFile } from 'node:fs/promises';
import { parseRuleFile } from '../../engine/rules/rule-file.ts';
import type { RuleFileError } from '../../shared/domain/rule.ts';
import { type Command, readArguments, UsageError } from '../command-line.ts';
import { checkExpr } from './expr-check.ts';

const USAGE = `Usage: sextant check rules <file>...

Reads rule files as Prometheus does and says what is wrong with them. Ends with 1 where something is.`;

function describeError({ file, line, rule, message }: RuleFileError): string {
  const place = line === 0 ? file : `${file}:${line}`;
  return `${place}: ${rule === '' ? '' : `rule "${rule}": `}${message}`;
}

async function checkFile(path: string): Promise<boolean> {
  console.log(`Checking ${path}`);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    console.log(`  FAILED:\n${path}: ${(error as Error).message}\n`);
    return false;
  }
  const { groups, errors } = parseRuleFile({ name: path, text }, checkExpr);
  if (errors.length > 0) {
    console.log(`  FAILED:\n${errors.map(describeError).join('\n')}\n`);
    return false;
  }
  console.log(`  SUCCESS: ${groups.reduce((sum, { rules }) => sum + rules.length, 0)} rules found\n`);
  return true;
}

async function checkRules(args: readonly string[]): Promise<number> {
  const { positionals } = readArguments(args, {});
  if (positionals.length === 0) throw new UsageError('The name of a rule file is missing.');
  let allGood = true;
  for (const path of positionals) if (!(await checkFile(path))) allGood = false;
  return allGood ? 0 : 1;
}

export const checkRulesCommand: Command = {
  name: 'check rules',
  summary: 'say what is wrong with rule files',
  usage: USAGE,
  run: checkRules,
};
