import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createLabels, labelsKey } from '../../src/engine/model/labels.ts';
import type { Matcher } from '../../src/engine/model/matcher.ts';
import { type RowAppender, type SeriesColumns, SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../src/engine/tsdb/tsdb.ts';
import { type LabelSet, labelValue } from '../../src/shared/domain/series.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';
import { ManualClock } from '../support/manual-clock.ts';

const START_MS = 1_800_000_000_000;
const SOURCES = ['a', 'b', 'c'];
/** Rows of each source have times of their own, so that equal times never meet in a series that two sources write. */
const SOURCE_OFFSET_MS = 7;
const STEP_MS = 15_000;

interface Entry {
  readonly atMs: number;
  readonly value: number;
  readonly stale: boolean;
}

type Step =
  | { readonly kind: 'rows'; source: number; count: number; series: number[]; seed: number; skipped: number }
  | { readonly kind: 'own'; source: number; series: number; shiftMs: number; tracked: boolean }
  | { readonly kind: 'restart' }
  | { readonly kind: 'flush' };

/** Series 0..29 belong to all sources alike: some are written by two. */
function seriesLabels(source: number, series: number): LabelSet {
  const shared = series % 5 === 0;
  return createLabels([
    ['__name__', `metric_${series % 3}`],
    ['instance', shared ? 'shared' : (SOURCES[source] as string)],
    ['number', String(series)],
    ['parity', series % 2 === 0 ? '' : 'odd'],
  ]);
}

function randomValue(seed: number, row: number, series: number): number {
  const mixed =
    Math.imul(seed ^ Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(series + 7, 0x85ebca6b), 0xc2b2ae35) >>> 0;
  switch (series % 4) {
    case 0:
      return row * 100 + (mixed % 50);
    case 1:
      return (mixed % 10_000) / 100;
    case 2:
      return mixed % 17 === 0 ? Number.NaN : mixed / 2 ** 33;
    default:
      return mixed % 40 === 0 ? -0 : 42;
  }
}

/** The store as the contract says it, in the simplest form. */
class Model {
  readonly entries = new Map<string, { labels: LabelSet; list: Entry[] }>();
  readonly lastRowMs = new Map<number, number>();
  readonly live = new Map<number, Map<string, LabelSet>>();
  readonly ownLastMs = new Map<string, number>();

  add(labels: LabelSet, entry: Entry): void {
    const key = labelsKey(labels);
    const known = this.entries.get(key);
    if (known === undefined) this.entries.set(key, { labels, list: [entry] });
    else known.list.push(entry);
  }

  select(matches: (labels: LabelSet) => boolean, minMs: number, maxMs: number): Map<string, Entry[]> {
    const result = new Map<string, Entry[]>();
    for (const [key, { labels, list }] of this.entries) {
      if (!matches(labels)) continue;
      const inWindow = list
        .filter(({ atMs }) => atMs >= minMs && atMs <= maxMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (inWindow.length > 0) result.set(key, inWindow);
    }
    return result;
  }
}

function flatten(columns: readonly SeriesColumns[]): Map<string, Entry[]> {
  const result = new Map<string, Entry[]>();
  for (const { labels, times, values, stale } of columns) {
    expect(values.length).toBe(times.length);
    if (stale !== null) expect(stale.length).toBe(times.length);
    const list: Entry[] = [];
    for (let i = 0; i < times.length; i++) {
      const isStale = stale?.[i] === 1;
      list.push({ atMs: times[i] as number, value: isStale ? 0 : (values[i] as number), stale: isStale });
    }
    expect(result.has(labelsKey(labels))).toBe(false);
    result.set(labelsKey(labels), list);
  }
  return result;
}

class Harness {
  readonly clock = new ManualClock(START_MS);
  readonly model = new Model();
  readonly directory: string | null;
  tsdb: Tsdb | undefined;
  appenders = new Map<number, { appender: RowAppender; slots: Map<number, number>; layoutVersion: number }>();
  row = 0;

  constructor(directory: string | null) {
    this.directory = directory;
  }

  async open(): Promise<Tsdb> {
    this.tsdb = await openTsdb({
      clock: this.clock,
      logger: SILENT_LOGGER,
      directory: this.directory,
      retention: { maxAgeMs: 1e12, maxBytes: 1e12 },
      seriesBudget: 1000,
      flushIntervalMs: 1000,
    });
    this.appenders = new Map();
    this.model.live.clear();
    return this.tsdb;
  }

  #slot(source: number, series: number): { appender: RowAppender; slot: number } {
    let known = this.appenders.get(source);
    if (known === undefined) {
      const appender = (this.tsdb as Tsdb).openSource(SOURCES[source] as string);
      known = { appender, slots: new Map(), layoutVersion: appender.layoutVersion };
      this.appenders.set(source, known);
    }
    if (known.layoutVersion !== known.appender.layoutVersion) {
      known.slots.clear();
      known.layoutVersion = known.appender.layoutVersion;
    }
    let slot = known.slots.get(series);
    if (slot === undefined) {
      slot = known.appender.slot(seriesLabels(source, series));
      known.slots.set(series, slot);
    }
    return { appender: known.appender, slot };
  }

  #nextRowMs(source: number): number {
    this.row++;
    this.clock.setWall(START_MS + this.row * STEP_MS + SOURCES.length * SOURCE_OFFSET_MS);
    return START_MS + this.row * STEP_MS + source * SOURCE_OFFSET_MS;
  }

  #commitToModel(source: number, atMs: number, present: Map<string, LabelSet>): void {
    const live = this.model.live.get(source) ?? new Map<string, LabelSet>();
    for (const [key, labels] of live) {
      if (!present.has(key)) this.model.add(labels, { atMs, value: 0, stale: true });
    }
    this.model.live.set(source, present);
  }

  writeRow(source: number, series: readonly number[], seed: number): void {
    const atMs = this.#nextRowMs(source);
    const { appender } = this.#slot(source, series[0] ?? 0);
    const row = appender.begin(atMs);
    const present = new Map<string, LabelSet>();
    for (const one of series) {
      const { slot } = this.#slot(source, one);
      const value = randomValue(seed, this.row, one);
      row.values[slot] = value;
      row.state[slot] = SLOT_SAMPLE;
      const labels = seriesLabels(source, one);
      present.set(labelsKey(labels), labels);
      this.model.add(labels, { atMs, value, stale: false });
    }
    row.commit();
    this.#commitToModel(source, atMs, present);
  }

  /** A row with nothing but one sample that carries its own time. */
  writeOwn(source: number, series: number, shiftMs: number): void {
    const atMs = this.#nextRowMs(source);
    const number = 100 + series;
    const { appender, slot } = this.#slot(source, number);
    const row = appender.begin(atMs);
    const ownMs = atMs - shiftMs;
    row.setAt(slot, ownMs, this.row, false);
    row.commit();
    const labels = createLabels([...seriesLabels(source, number)]);
    const key = `${source}:${labelsKey(labels)}`;
    if (ownMs > (this.model.ownLastMs.get(key) ?? 0)) {
      this.model.ownLastMs.set(key, ownMs);
      this.model.add(labels, { atMs: ownMs, value: this.row, stale: false });
    }
    this.#commitToModel(source, atMs, new Map());
  }

  async check(
    matchers: readonly Matcher[],
    matches: (labels: LabelSet) => boolean,
    minMs: number,
    maxMs: number,
  ) {
    const got = flatten(await (this.tsdb as Tsdb).select(matchers, minMs, maxMs));
    const wanted = this.model.select(matches, minMs, maxMs);
    expect([...got.keys()].sort()).toEqual([...wanted.keys()].sort());
    for (const [key, entries] of wanted) {
      const list = got.get(key) as Entry[];
      const same =
        list.length === entries.length &&
        list.every((entry, i) => {
          const other = entries[i] as Entry;
          return (
            entry.atMs === other.atMs && entry.stale === other.stale && Object.is(entry.value, other.value)
          );
        });
      if (!same) expect(list).toEqual(entries);
      expect(same).toBe(true);
    }
  }
}

const MATCHERS: readonly [Matcher[], (labels: LabelSet) => boolean][] = [
  [[], () => true],
  [[{ name: '__name__', type: '=', value: 'metric_1' }], (l) => labelValue(l, '__name__') === 'metric_1'],
  [[{ name: '__name__', type: '=', value: 'absent' }], () => false],
  [[{ name: 'parity', type: '=', value: '' }], (l) => labelValue(l, 'parity') === ''],
  [[{ name: 'parity', type: '!=', value: '' }], (l) => labelValue(l, 'parity') !== ''],
  [
    [
      { name: '__name__', type: '=~', value: 'metric_(0|2)' },
      { name: 'instance', type: '!~', value: 'a|shared' },
    ],
    (l) =>
      labelValue(l, '__name__') !== 'metric_1' &&
      labelValue(l, 'instance') !== 'a' &&
      labelValue(l, 'instance') !== 'shared',
  ],
  [
    [
      { name: 'number', type: '=~', value: '1.*' },
      { name: 'parity', type: '=', value: 'odd' },
    ],
    (l) => labelValue(l, 'number').startsWith('1') && labelValue(l, 'parity') === 'odd',
  ],
  [[{ name: 'number', type: '=~', value: '' }], (l) => labelValue(l, 'number') === ''],
];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('rows' as const),
      source: fc.nat(2),
      count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 30, max: 150 })),
      series: fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 30 }),
      seed: fc.nat(),
      skipped: fc.nat(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('own' as const),
      source: fc.nat(2),
      series: fc.nat(2),
      shiftMs: fc.nat(60_000),
      tracked: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
);

interface Check {
  readonly matcher: number;
  readonly from: number;
  readonly length: number;
}

const check: fc.Arbitrary<Check> = fc.record({
  matcher: fc.nat(MATCHERS.length - 1),
  from: fc.nat(1000),
  length: fc.nat(1000),
});

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sextant-tsdb-'));
  directories.push(directory);
  return directory;
}

async function run(directory: string | null, steps: readonly Step[], checks: readonly Check[]) {
  const harness = new Harness(directory);
  await harness.open();
  for (const one of steps) {
    switch (one.kind) {
      case 'rows':
        for (let i = 0; i < one.count; i++) {
          const series = one.skipped > 0 && i % one.skipped === 1 ? one.series.slice(1) : one.series;
          harness.writeRow(one.source, series, one.seed);
        }
        break;
      case 'own':
        harness.writeOwn(one.source, one.series, one.shiftMs);
        break;
      case 'flush':
        harness.tsdb?.flush();
        break;
      case 'restart':
        if (directory === null) break;
        await harness.tsdb?.close();
        await harness.open();
        expect(harness.tsdb?.stats().storageState).toBe('ok');
    }
  }
  const spanMs = harness.row * STEP_MS;
  await harness.check([], () => true, START_MS - 1e9, START_MS + 1e9);
  for (const { matcher, from, length } of checks) {
    const [matchers, matches] = MATCHERS[matcher] as (typeof MATCHERS)[number];
    const minMs = START_MS + Math.floor((spanMs * from) / 1000);
    await harness.check(matchers, matches, minMs, minMs + Math.floor((spanMs * length) / 1000));
  }
  await harness.tsdb?.close();
}

describe('the store against the simplest model of it', () => {
  it('answers the same from memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(check, { minLength: 1, maxLength: 6 }),
        (steps, checks) => run(null, steps, checks),
      ),
      { numRuns: 60 },
    );
  });

  it('answers the same from memory, journal and disk, over restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.array(check, { minLength: 1, maxLength: 6 }),
        (steps, checks) => run(temporaryDirectory(), steps, checks),
      ),
      { numRuns: 60 },
    );
  });
});
