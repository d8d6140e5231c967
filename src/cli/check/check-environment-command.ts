import { dirname, join } from 'node:path';
import type { FieldProblem } from '../../shared/domain/environment-variables.ts';
import { environmentJsonSchema } from '../../shared/environment-yaml/json-schema.ts';
import { AppError } from '../../shared/errors.ts';
import { type Command, readArguments, UsageError } from '../command-line.ts';
import { readEnvironmentFile } from '../engine/environment-reader.ts';

const USAGE = `Usage: sextant check environment [options] <file>...

Reads environment files as the app does, with the base that they extend, and says what is wrong with them:
file, line, field and why. Nothing is connected to and no credential is needed.
Ends with 1 where something is wrong, and with 3 for a file of a newer version.

  --schema print the JSON Schema of environment files, for editors, and check nothing
  --json   print findings as JSON, one list of {file, line, field, message}`;

interface Checked {
  readonly findings: readonly FieldProblem[];
  readonly isNewer: boolean;
  readonly summary: string;
}

function placed(path: string, problem: FieldProblem): FieldProblem {
  return { ...problem, file: problem.file === '' ? path : join(dirname(path), problem.file) };
}

function check(path: string): Checked {
  const reading = readEnvironmentFile(path);
  switch (reading.state) {
    case 'damaged':
      return {
        findings: reading.problems.map((problem) => placed(path, problem)),
        isNewer: false,
        summary: '',
      };
    case 'newer': {
      const message = `is of schema ${reading.schemaVersion}, which is newer than this version of Sextant`;
      return {
        findings: [{ file: path, line: 0, field: 'schemaVersion', message }],
        isNewer: true,
        summary: '',
      };
    }
    case 'good': {
      const { name, endpoints, servers, ruleFiles, problems = [] } = reading.value;
      const counts = [
        `${endpoints.length} endpoint${endpoints.length === 1 ? '' : 's'}`,
        ...(servers.length > 0 ? [`${servers.length} server${servers.length === 1 ? '' : 's'}`] : []),
        ...(ruleFiles.length > 0
          ? [`${ruleFiles.length} rule file${ruleFiles.length === 1 ? '' : 's'}`]
          : []),
      ];
      return {
        findings: problems.map((problem) => placed(path, problem)),
        isNewer: false,
        summary: `${name}: ${counts.join(', ')}`,
      };
    }
  }
}

function checkOrRefuse(path: string): Checked {
  try {
    return check(path);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      findings: [{ file: path, line: 0, field: '', message: error.message }],
      isNewer: false,
      summary: '',
    };
  }
}

function sentence({ file, line, field, message }: FieldProblem): string {
  return `${file}${line > 0 ? `:${line}` : ''}: ${field === '' ? '' : `${field}: `}${message}`;
}

async function checkEnvironment(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    schema: { type: 'boolean' },
  });
  if (values.schema === true) {
    console.log(JSON.stringify(environmentJsonSchema(), null, 2));
    return 0;
  }
  if (positionals.length === 0) throw new UsageError('The file to check is missing.');
  const checked = positionals.map(checkOrRefuse);
  const findings = checked.flatMap((one) => one.findings);
  if (values.json === true) console.log(JSON.stringify(findings, null, 2));
  else {
    for (const [i, one] of checked.entries()) {
      for (const finding of one.findings) console.error(sentence(finding));
      if (one.findings.length === 0) console.log(`${positionals[i]}: good (${one.summary})`);
    }
  }
  if (checked.some((one) => one.findings.length > 0 && !one.isNewer)) return 1;
  return checked.some((one) => one.isNewer) ? 3 : 0;
}

export const checkEnvironmentCommand: Command = {
  name: 'check environment',
  summary: 'say what is wrong with environment files',
  usage: USAGE,
  run: checkEnvironment,
};
