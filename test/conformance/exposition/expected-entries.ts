import { isDeepStrictEqual } from 'node:util';
import type { PageLine, PageSample } from '../../../src/engine/exposition/parse-page.ts';
import type { LabelPair } from '../../../src/shared/domain/series.ts';

interface ExpectedExemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | string;
  readonly timestampMs?: number;
}

/** An entry of a page as the case files write it; a value that JSON can't hold is a string. */
export interface ExpectedEntry {
  readonly kind: 'help' | 'type' | 'unit' | 'comment' | 'series';
  readonly name?: string;
  readonly text?: string;
  readonly type?: string;
  readonly unit?: string;
  readonly raw?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value?: number | string;
  readonly timestampMs?: number;
  readonly startTimestampMs?: number;
  readonly exemplars?: readonly ExpectedExemplar[];
}

function toNumber(value: number | string | undefined): number {
  if (typeof value !== 'string') return value ?? Number.NaN;
  if (value === '+Inf' || value === 'Inf') return Number.POSITIVE_INFINITY;
  return value === '-Inf' ? Number.NEGATIVE_INFINITY : Number(value);
}

function sorted(pairs: Iterable<LabelPair>): LabelPair[] {
  return [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function normaliseExpected(entry: ExpectedEntry): unknown[] {
  switch (entry.kind) {
    case 'comment':
      return ['comment'];
    case 'help':
      return ['help', entry.name, entry.text];
    case 'type':
      return ['type', entry.name, entry.type];
    case 'unit':
      return ['unit', entry.name, entry.unit];
    case 'series':
      return [
        'series',
        entry.raw,
        sorted(Object.entries(entry.labels ?? {})),
        toNumber(entry.value),
        entry.timestampMs ?? null,
        (entry.exemplars ?? []).map((e) => [
          sorted(Object.entries(e.labels)),
          toNumber(e.value),
          e.timestampMs ?? null,
        ]),
      ];
  }
}

function normaliseSample(sample: PageSample): unknown[] {
  const exemplars = sample.exemplar === null ? [] : [sample.exemplar];
  return [
    'series',
    sample.raw.trim(),
    sorted(sample.pairs),
    sample.value,
    sample.timestampMs,
    exemplars.map((e) => [sorted(e.labels), e.value, e.atMs]),
  ];
}

function normaliseLine(line: PageLine): unknown[] {
  switch (line.kind) {
    case 'comment':
      return ['comment'];
    case 'help':
      return ['help', line.name, line.text];
    case 'type':
      return ['type', line.name, line.type];
    case 'unit':
      return ['unit', line.name, line.unit];
    case 'sample':
      return normaliseSample(line);
  }
}

/**
 * Lines that are no series in the case files: `_created` of a counter, summary or histogram, which those were made to
 * read as start timestamps of the family's other series. Without that reading they are series, as they are here.
 */
function withoutStartTimes(lines: readonly PageLine[]): { kept: PageLine[]; started: Set<string> } {
  const started = new Set<string>();
  let family = '';
  let hasStart = false;
  const kept = lines.filter((line) => {
    if (line.kind === 'type') {
      family = line.name;
      hasStart = ['counter', 'summary', 'histogram'].includes(line.type);
    }
    const created = line.kind === 'sample' && hasStart && line.pairs[0]?.[1] === `${family}_created`;
    if (created) started.add(family);
    return !created;
  });
  return { kept, started };
}

/**
 * What is different, or null. A series that is expected but stands nowhere on the page is left out: upstream's tests
 * append such a line when they run.
 */
export function describeDifference(
  expected: readonly ExpectedEntry[],
  lines: readonly PageLine[],
  page: string,
): string | null {
  const startsExpected = expected.some((entry) => entry.startTimestampMs !== undefined);
  const { kept, started } = withoutStartTimes(lines);
  if (startsExpected && started.size === 0) return 'expected: start timestamps\ngot: no _created series';
  const got = (startsExpected ? kept : lines).map(normaliseLine);
  const want = expected
    .filter((entry) => entry.raw === undefined || page.includes(entry.raw))
    .map(normaliseExpected);
  for (let i = 0; i < Math.max(got.length, want.length); i++) {
    if (!isDeepStrictEqual(got[i], want[i])) {
      return `entry ${i}\nexpected: ${JSON.stringify(want[i])}\ngot: ${JSON.stringify(got[i])}`;
    }
  }
  return null;
}
