import { type LintResult, lintPage } from '../../engine/exposition/lint/lint-page.ts';
import { lintProtobuf } from '../../engine/exposition/lint/lint-protobuf.ts';
import type { PageFormat } from '../../engine/exposition/negotiation.ts';
import type { ExpositionFinding } from '../../shared/domain/exposition.ts';
import { type Command, onlyArgument, readArguments, UsageError } from '../command-line.ts';
import { readPage } from './read-page.ts';

const USAGE = `Usage: sextant check metrics [--format text|openmetrics|protobuf] [--json] <file|url|->

Says where a metrics page breaks its format, and where its names and texts break Prometheus' practices. Each finding is
an error (the specification forbids it), a warning or an advice. A file counts as OpenMetrics where it ends with
"# EOF", and as protobuf where it holds such messages, unless --format says otherwise. Findings in protobuf have the
place in its messages, as family[0].metric[2], instead of line and column.

  --json   write findings and families as one JSON object

Ends with 1 where there are errors, or where the page can't be read; with 3 where there are warnings; else with 0.`;

const EXIT_ERRORS = 1;
const EXIT_WARNINGS = 3;

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function countSeverities(
  findings: readonly ExpositionFinding[],
): Record<ExpositionFinding['severity'], number> {
  const counts = { error: 0, warning: 0, advice: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

function printFindings(source: string, { findings, left }: LintResult): void {
  for (const { line, column, path, severity, message, rule, text } of findings) {
    const place = path === '' ? `${line}:${column}` : ` ${path}`;
    console.error(`${source}:${place}: ${severity}: ${message} (${rule})`);
    if (text !== '') console.error(`  ${text}`);
  }
  if (left > 0) console.error(`${source}: ${countOf(left, 'finding')} more of the same rules.`);
}

function printSummary(format: PageFormat, { findings, samples, families }: LintResult): void {
  const { error, warning, advice } = countSeverities(findings);
  const types = new Map<string, number>();
  for (const family of families) {
    const type = family.type ?? 'untyped';
    types.set(type, (types.get(type) ?? 0) + 1);
  }
  const byType = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} ${count}`);
  const inside = byType.length === 0 ? '' : ` (${byType.join(', ')})`;
  console.log(
    `${format}: ${countOf(samples, 'sample')} of ${countOf(families.length, 'metric family', 'metric families')}${inside}; ` +
      `${countOf(error, 'error')}, ${countOf(warning, 'warning')}, ${advice} advice`,
  );
}

function toJson(source: string, format: PageFormat, result: LintResult): string {
  const { findings, left, samples } = result;
  const families = result.families.map(({ name, type, help, unit, samples: count }) => ({
    name,
    type: type ?? 'untyped',
    help: help ?? '',
    unit: unit ?? '',
    samples: count,
  }));
  return JSON.stringify({ source, format, samples, findings, findingsLeft: left, families }, null, 2);
}

function readFormat(text: string | undefined): PageFormat | null {
  if (text === undefined || text === 'text' || text === 'openmetrics' || text === 'protobuf')
    return text ?? null;
  throw new UsageError(`--format is text, openmetrics or protobuf, not "${text}".`);
}

async function checkMetrics(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    format: { type: 'string' },
    json: { type: 'boolean' },
  });
  const wanted = readFormat(values.format);
  const argument = onlyArgument(positionals, 'The page to check');
  const page = await readPage(argument);
  const format = wanted ?? page.format;
  const source = argument === '-' ? 'stdin' : argument;
  const result = format === 'protobuf' ? lintProtobuf(page.bytes, 0) : lintPage(page.bytes, format);
  if (values.json === true) console.log(toJson(source, format, result));
  else {
    printFindings(source, result);
    printSummary(format, result);
  }
  const { error, warning } = countSeverities(result.findings);
  return error > 0 ? EXIT_ERRORS : warning > 0 ? EXIT_WARNINGS : 0;
}

export const checkMetricsCommand: Command = {
  name: 'check metrics',
  summary: 'say what is wrong with a metrics page, by its format and by naming practices',
  usage: USAGE,
  run: checkMetrics,
};
