import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpositionError } from '../../../src/engine/exposition/exposition-error.ts';
import type { ExpositionFormat } from '../../../src/engine/exposition/negotiation.ts';
import { PAGE_PADDING, PageParser, type PageSink } from '../../../src/engine/exposition/page-parser.ts';
import { type PageLine, parsePage } from '../../../src/engine/exposition/parse-page.ts';
import type { CaseResult } from '../group.ts';
import { type ParserCase, readBody, readJson } from './case-files.ts';
import { describeDifference } from './expected-entries.ts';
import { runLintCases } from './lint-cases.ts';
import { runProtobufCases } from './protobuf-cases.ts';

interface Reference {
  readonly shouldParse?: boolean;
  readonly prometheus242Accepts: boolean;
  readonly samples?: number;
}

/** Refused by the 2.42 that made the reference, read by Prometheus 3: it allows an exemplar on every sample. */
const READ_BY_PROMETHEUS_3 = /^bad_exemplars_on_unallowed_/;

type Parsed = { readonly lines: readonly PageLine[] } | { readonly error: string };

function parse(body: Uint8Array, format: ExpositionFormat): Parsed {
  try {
    return { lines: parsePage(body, format) };
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    return { error: `${error.line}:${error.column} ${error.rule}: ${error.message}` };
  }
}

function countSamples(lines: readonly PageLine[]): number {
  return lines.filter((line) => line.kind === 'sample').length;
}

function judge(id: string, parsed: Parsed, accept: boolean, samples?: number): CaseResult {
  if ('error' in parsed) {
    return { id, failure: accept ? `expected: accepted\ngot: refused, ${parsed.error}` : null };
  }
  if (!accept) return { id, failure: 'expected: refused\ngot: accepted' };
  const count = countSamples(parsed.lines);
  if (samples === undefined || samples === count) return { id, failure: null };
  return { id, failure: `expected: ${samples} samples\ngot: ${count}` };
}

/** Good cases parse; a bad one that a Prometheus scraper refuses is refused, another one may be read. */
function runOpenMetricsCases(folder: string): CaseResult[] {
  const references = readJson<Record<string, Reference>>(join(folder, 'reference.json')) ?? {};
  const results: CaseResult[] = [];
  if (!existsSync(folder)) return results;
  for (const name of readdirSync(folder)) {
    const test = readJson<{ file: string; shouldParse: boolean }>(join(folder, name, 'test.json'));
    if (test === null) continue;
    const parsed = parse(readFileSync(join(folder, name, test.file)), 'openmetrics');
    const reference = references[name];
    const id = `openmetrics/${name}`;
    if (test.shouldParse) results.push(judge(id, parsed, true, reference?.samples));
    else if (reference?.prometheus242Accepts === false && !READ_BY_PROMETHEUS_3.test(name))
      results.push(judge(id, parsed, false));
    else if ('lines' in parsed) results.push(judge(id, parsed, true, reference?.samples));
    else results.push({ id, failure: null });
  }
  return results;
}

/**
 * `textparse/*` is the scraper's opinion. `expfmt/*` is a stricter parser's, which counts here where a scraper agrees;
 * the scraper asked (2.42) knew no quoted names, so that its refusal of those says nothing.
 */
function isScrapersOpinion(test: ParserCase): boolean {
  if (!test.id.startsWith('expfmt/')) return true;
  return (
    test.valid === test.prometheus242Accepts && (test.valid || !/[{ ]"[^"]*"[,} ]/.test(test.input ?? ''))
  );
}

function runParserCases(path: string): CaseResult[] {
  if (!existsSync(path)) return [];
  const results: CaseResult[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const test = JSON.parse(line) as ParserCase;
    if (!isScrapersOpinion(test)) continue;
    const body = readBody(test);
    const parsed = parse(body, test.format === 'text004' ? 'text' : 'openmetrics');
    let result = judge(test.id, parsed, test.valid);
    if (result.failure === null && test.expected !== undefined && 'lines' in parsed) {
      result = { id: test.id, failure: describeDifference(test.expected, parsed.lines, body.toString()) };
    }
    results.push(result);
  }
  return results;
}

function runFuzzCorpus(folder: string): CaseResult[] {
  const references = readJson<Record<string, Reference>>(`${folder}.reference.json`) ?? {};
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const parsed = parse(readFileSync(join(folder, name)), 'text');
    const reference = references[name];
    if (reference === undefined) return { id: `fuzz-corpus/${name}`, failure: null };
    return judge(`fuzz-corpus/${name}`, parsed, reference.prometheus242Accepts, reference.samples);
  });
}

/** Scrapes the page three times with one parser: each time the samples must be those that were read line by line. */
function describeScrapeDifference(
  body: Uint8Array,
  format: ExpositionFormat,
  lines: readonly PageLine[],
): string | null {
  const samples = lines.filter((line) => line.kind === 'sample');
  const parser = new PageParser();
  const values: number[] = [];
  const sink: PageSink = {
    values: new Float64Array(samples.length),
    state: new Uint8Array(samples.length),
    resolveSlot: () => values.push(0) - 1,
    setAt: (slot, _atMs, value) => {
      sink.values[slot] = value;
    },
    countDuplicate() {},
    addExemplar() {},
  };
  const bytes = Buffer.alloc(body.length + PAGE_PADDING);
  bytes.set(body);
  for (let scrape = 0; scrape < 3; scrape++) {
    sink.values.fill(0);
    sink.state.fill(0);
    const count = parser.parse({ bytes, end: body.length }, format, true, sink);
    if (count !== samples.length)
      return `scrape ${scrape}\nexpected: ${samples.length} samples\ngot: ${count}`;
    const wrong = samples.findIndex((sample, slot) => !Object.is(sample.value, sink.values[slot]));
    if (wrong >= 0) {
      return `scrape ${scrape}, ${samples[wrong]?.raw}\nexpected: ${samples[wrong]?.value}\ngot: ${sink.values[wrong]}`;
    }
  }
  return null;
}

function runPages(folder: string): CaseResult[] {
  const pages =
    readJson<Record<string, { format: string; samples: number }>>(join(folder, 'pages-expected.json')) ?? {};
  return Object.entries(pages).map(([name, page]) => {
    const format = page.format.startsWith('openmetrics') ? 'openmetrics' : 'text';
    const body = readFileSync(join(folder, name));
    const parsed = parse(body, format);
    const result = judge(name, parsed, true, page.samples);
    if (result.failure !== null || 'error' in parsed) return result;
    return { id: name, failure: describeScrapeDifference(body, format, parsed.lines) };
  });
}

/** The exposition formats as a Prometheus scraper reads them, and as the lint does. */
export async function runExpositionCases(folder: string): Promise<readonly CaseResult[]> {
  return [
    ...runOpenMetricsCases(join(folder, 'openmetrics')),
    ...runParserCases(join(folder, 'parser-cases.jsonl')),
    ...runFuzzCorpus(join(folder, 'fuzz-corpus')),
    ...runPages(folder),
    ...runProtobufCases(join(folder, 'protobuf')),
    ...runLintCases(folder),
  ];
}
