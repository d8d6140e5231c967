import { ExpositionError } from '../../engine/exposition/exposition-error.ts';
import { collectFamilies } from '../../engine/exposition/metric-families.ts';
import type { ExpositionFormat } from '../../engine/exposition/negotiation.ts';
import { type PageLine, parsePage } from '../../engine/exposition/parse-page.ts';
import { type Command, onlyArgument, readArguments, UsageError } from '../command-line.ts';
import { readPage } from './read-page.ts';

const USAGE = `Usage: sextant check metrics [--format text|openmetrics] <file|url|->

Reads a metrics page as a Prometheus scraper does. Says what it has, or where it breaks the format (then it ends with 1).
A file counts as OpenMetrics where it ends with "# EOF", unless --format says otherwise.`;

function describe(lines: readonly PageLine[], format: ExpositionFormat): string {
  let samples = 0;
  let exemplars = 0;
  const names = new Set<string>();
  const meta = lines.filter((line) => line.kind !== 'sample');
  for (const line of lines) {
    if (line.kind !== 'sample') continue;
    samples++;
    if (line.exemplar !== null) exemplars++;
    names.add(line.pairs[0]?.[1] ?? '');
  }
  const families = collectFamilies(meta);
  const types = new Map<string, number>();
  for (const { type } of families) types.set(type, (types.get(type) ?? 0) + 1);
  const counts = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} ${count}`);
  const byType = counts.length === 0 ? '' : ` (${counts.join(', ')})`;
  const extra = exemplars === 0 ? '' : `, ${exemplars} exemplars`;
  return `${format}: ${samples} samples of ${names.size} metrics${extra}; ${families.length} families described${byType}`;
}

function readFormat(text: string | undefined): ExpositionFormat | null {
  if (text === undefined || text === 'text' || text === 'openmetrics') return text ?? null;
  throw new UsageError(`--format is text or openmetrics, not "${text}".`);
}

async function checkMetrics(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { format: { type: 'string' } });
  const wanted = readFormat(values.format);
  const source = onlyArgument(positionals, 'The page to check');
  const page = await readPage(source);
  const format = wanted ?? page.format;
  try {
    console.log(describe(parsePage(page.bytes, format), format));
    return 0;
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    const { line, column, message, rule, text } = error;
    console.error(`${source === '-' ? 'stdin' : source}:${line}:${column}: ${message} (${rule})`);
    if (text !== '') console.error(`  ${text}`);
    return 1;
  }
}

export const checkMetricsCommand: Command = {
  name: 'check metrics',
  summary: 'say what a metrics page has, or what is wrong with it',
  usage: USAGE,
  run: checkMetrics,
};
