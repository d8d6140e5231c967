import { Buffer } from 'node:buffer';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { ExpositionReport } from '../../shared/domain/exposition.ts';
import { nextTurn } from '../clock.ts';
import { type LintResult, lintPageInTurns } from '../exposition/lint/lint-page.ts';
import { lintProtobufInTurns } from '../exposition/lint/lint-protobuf.ts';
import type { LintRule } from '../exposition/lint/lint-rules.ts';
import type { PageFormat } from '../exposition/negotiation.ts';
import { type FetchContext, type FetchedPage, fetchPage } from './fetch-page.ts';

/** So much of a page is shown and checked. */
const SHOWN_BYTES = 5 * 1024 * 1024;
const NEWLINE = 10;
/** What can't be said of the last family of a page that was cut off. */
const RULES_OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'bucket_inf',
  'bucket_count',
  'histogram_sum',
  'histogram_count',
  'eof_missing',
  'newline_missing',
] satisfies LintRule[]);
const turn = (): Promise<void> => new Promise((resolve) => nextTurn(() => resolve()));

interface CheckedPage extends Pick<ExpositionReport, 'text' | 'isCutOff' | 'findings' | 'findingsLeft'> {
  readonly families: LintResult['families'];
}

async function checkPage(bytes: Buffer, end: number, format: PageFormat): Promise<CheckedPage> {
  if (format === 'protobuf') {
    const result = await lintProtobufInTurns(bytes.subarray(0, end), SHOWN_BYTES, turn);
    return { ...result, findingsLeft: result.left };
  }
  const isCutOff = end > SHOWN_BYTES;
  const shownEnd = isCutOff ? bytes.lastIndexOf(NEWLINE, SHOWN_BYTES) + 1 : end;
  const shown = bytes.subarray(0, shownEnd);
  const result = await lintPageInTurns(shown, format, turn);
  const lastLine = isCutOff ? (result.families.at(-1)?.place.line ?? 0) : Number.POSITIVE_INFINITY;
  return {
    text: shown.toString('utf8'),
    isCutOff,
    findings: result.findings.filter(({ line, rule }) => line < lastLine || !RULES_OF_THE_WHOLE.has(rule)),
    findingsLeft: result.left,
    families: result.families,
  };
}

/** Gets an endpoint's page with its credential, as a scrape does, and says what the lint has against it. */
export async function fetchExposition(
  endpoint: Endpoint,
  context: FetchContext,
  stop: AbortSignal,
): Promise<ExpositionReport> {
  const { clock } = context;
  const fetchedAtMs = clock.wallMs();
  const startMs = clock.monotonicMs();
  const page = await fetchPage(endpoint, context, stop);
  const durationMs = clock.monotonicMs() - startMs;
  return {
    url: endpoint.url,
    fetchedAtMs,
    durationMs,
    contentType: page.contentType,
    ...(await describe(page)),
  };
}

async function describe({
  failure,
  body,
  format,
}: FetchedPage): Promise<Omit<ExpositionReport, 'url' | 'fetchedAtMs' | 'durationMs' | 'contentType'>> {
  const nothing = { text: '', isCutOff: false, findings: [], findingsLeft: 0, families: [] };
  if (failure !== null || body === null) {
    const { message, remedy } = failure ?? { message: 'There is no page.', remedy: '' };
    return { failure: { message, remedy }, format: null, bodyBytes: 0, ...nothing };
  }
  try {
    const { bytes, end } = body.page();
    return { failure: null, format, bodyBytes: end, ...(await report(bytes, end, format)) };
  } finally {
    body.release();
  }
}

async function report(
  bytes: Buffer,
  end: number,
  format: PageFormat,
): Promise<Pick<ExpositionReport, 'text' | 'isCutOff' | 'findings' | 'findingsLeft' | 'families'>> {
  const { families, text, isCutOff, findings, findingsLeft } = await checkPage(bytes, end, format);
  return {
    text,
    isCutOff,
    findings,
    findingsLeft,
    families: families.map(({ name, type, help, unit, series, samples, place, sampleLines }) => ({
      name,
      type: type ?? 'unknown',
      typed: type !== null,
      help: help ?? '',
      unit: unit ?? '',
      series,
      samples,
      line: place.line,
      sampleLines,
    })),
  };
}

/** What a text of metrics holds and what the lint has against it; one that ends with `# EOF` is OpenMetrics. */
export async function lintExposition(text: string, fetchedAtMs: number): Promise<ExpositionReport> {
  const format: PageFormat = /^# EOF\s*$/m.test(text.slice(-20)) ? 'openmetrics' : 'text';
  const bytes = Buffer.from(text, 'utf8');
  const facts = { failure: null, url: '', fetchedAtMs, durationMs: 0, contentType: '', format };
  return { ...facts, bodyBytes: bytes.length, ...(await report(bytes, bytes.length, format)) };
}
