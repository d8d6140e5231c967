import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintPage } from '../../../src/engine/exposition/lint/lint-page.ts';
import { lintProtobuf } from '../../../src/engine/exposition/lint/lint-protobuf.ts';
import type { PageFormat } from '../../../src/engine/exposition/negotiation.ts';
import type { CaseResult } from '../group.ts';
import { type ParserCase, readBody, readJson } from './case-files.ts';

/** What a page is to the lint: one without errors, one that a scraper reads (whatever the lint says), or a bad one. */
type Verdict = 'good' | 'readable' | 'bad';

function judge(id: string, body: Uint8Array, format: PageFormat, verdict: Verdict): CaseResult {
  const { findings } = format === 'protobuf' ? lintProtobuf(body, 0) : lintPage(body, format);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (verdict === 'bad') {
    return { id, failure: errors.length > 0 ? null : 'expected: an error of the lint\ngot: none' };
  }
  const isRefused = ({ refused, rule }: (typeof errors)[number]) => refused && rule !== 'native_histogram';
  const unwanted = verdict === 'good' ? errors : errors.filter(isRefused);
  if (unwanted.length === 0) return { id, failure: null };
  const got = unwanted.map(({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`);
  return { id, failure: `expected: no error of the lint\ngot: ${got.join('\n     ')}` };
}

function lintOpenMetrics(folder: string): CaseResult[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const test = readJson<{ file: string; shouldParse: boolean }>(join(folder, name, 'test.json'));
    if (test === null) return [];
    const body = readFileSync(join(folder, name, test.file));
    return judge(`lint/openmetrics/${name}`, body, 'openmetrics', test.shouldParse ? 'good' : 'bad');
  });
}

/**
 * `textparse/*` are tests of a scraper, whose good pages break the specifications here and there. `expfmt/*` are of a
 * stricter parser; where it reads what a scraper refuses (a type of its own), the lint is on the scraper's side.
 */
function verdictOf(test: ParserCase): Verdict | null {
  if (!test.valid) return 'bad';
  if (test.id.startsWith('textparse/')) return 'readable';
  const hasQuotedNames = /[{ ]"[^"]*"[,} ]/.test(test.input ?? '');
  return test.prometheus242Accepts || hasQuotedNames ? 'good' : null;
}

function lintParserCases(path: string): CaseResult[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line === '') return [];
    const test = JSON.parse(line) as ParserCase;
    const verdict = verdictOf(test);
    if (verdict === null) return [];
    const format = test.format === 'text004' ? 'text' : 'openmetrics';
    return judge(`lint/${test.id}`, readBody(test), format, verdict);
  });
}

/** The names of the inputs say which ones the stricter parser refuses. */
function lintFuzzCorpus(folder: string): CaseResult[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) =>
    judge(
      `lint/fuzz-corpus/${name}`,
      readFileSync(join(folder, name)),
      'text',
      name.includes('_error_') ? 'bad' : 'good',
    ),
  );
}

function lintPages(folder: string): CaseResult[] {
  const pages = readJson<Record<string, { format: string; samples: number }>>(
    join(folder, 'pages-expected.json'),
  );
  return Object.entries(pages ?? {}).map(([name, page]) => {
    const format = page.format.startsWith('openmetrics') ? 'openmetrics' : 'text';
    const body = readFileSync(join(folder, name));
    const { samples } = lintPage(body, format);
    if (samples === page.samples) return judge(`lint/${name}`, body, format, 'good');
    return { id: `lint/${name}`, failure: `expected: ${page.samples} samples\ngot: ${samples}` };
  });
}

/** The names of the pages say which ones are bad. Upstream's own pages have native histograms that its storage refuses. */
function lintProtobufPages(folder: string): CaseResult[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => {
      const body = readFileSync(join(folder, name));
      return judge(`lint/protobuf/${name}`, body, 'protobuf', name.startsWith('bad_') ? 'bad' : 'readable');
    });
}

/** The lint catches every bad page and has no error for a good one. */
export function runLintCases(folder: string): CaseResult[] {
  return [
    ...lintOpenMetrics(join(folder, 'openmetrics')),
    ...lintParserCases(join(folder, 'parser-cases.jsonl')),
    ...lintProtobufPages(join(folder, 'protobuf')),
    ...lintFuzzCorpus(join(folder, 'fuzz-corpus')),
    ...lintPages(folder),
  ];
}
