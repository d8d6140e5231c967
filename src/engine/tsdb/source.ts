import { assert } from '../../shared/assert.ts';
import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { CLOCK_SET_BACK_MS } from '../model/clock-jump.ts';
import type { Clock } from '../ports.ts';
import { type RowAppender, type RowOutcome, SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import type { Batch } from './batch.ts';
import { ByteWriter } from './byte-buffer.ts';
import { SLOT_HISTOGRAM } from './chunk-frame.ts';
import { storedHint } from './counter-reset-hint.ts';
import { BatchEncoder } from './encode-batch.ts';
import { encodeColumn } from './histogram-codec.ts';
import { encodeJournalRow, type JournalRow } from './journal-codec.ts';
import type { LabelIndex } from './label-index.ts';
import { Layout } from './layout.ts';
import { OpenRow } from './open-row.ts';
import { OwnTimes } from './own-times.ts';
import type { RowPool } from './row-pool.ts';
import type { Series } from './series.ts';
import { type LiveSlots, NO_LIVE_SLOTS, settleStates } from './settle-states.ts';
import { chooseShownRows, type RowStretch } from './shown-rows.ts';
import type { OwnTimeSample, StoredRow } from './stored-row.ts';
import type { WriteLog } from './write-log.ts';

const MAX_BATCH_ROWS = 120;
const MIN_BATCH_ROWS = 60;
const MIN_FIRST_ROWS = 8;
/** Its multiples, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = 0.6180339887;
/** Open rows of a wide source are closed early, so that raw values do not outweigh all the rest. */
const MAX_OPEN_CELLS = 128 * 1024;
const MAX_OWN_SAMPLES = 64 * 1024;
const MAX_FUTURE_MS = 10 * 60_000;
/** Slots are renumbered when at least so many, and a quarter of all, had nothing in a whole batch. */
const MIN_FREED_SLOTS = 8;

/** What all sources of a store share. */
export interface SourceContext {
  readonly index: LabelIndex;
  readonly pool: RowPool;
  readonly clock: Clock;
  readonly journaled: boolean;
  nextLayoutId(): number;
  nextBatchId(): number;
  readonly writes: WriteLog;
  /** Takes one series from the budget; throws AppError `limit_exceeded` at its end. */
  claimSlot(): void;
  releaseSlots(count: number): void;
  /** Has `closeStep` called until the batch is closed. */
  closeSoon(source: Source): void;
  /** Hears that rows from a time on were set aside, up to the last of them: the clock was set back. */
  setAside(fromMs: number, untilMs: number): void;
}

/** The oldest open rows while they become a batch page by page; they stay readable as rows until the last page. */
interface ClosingRows {
  readonly rows: readonly StoredRow[];
  readonly layout: Layout;
  readonly slotCount: number;
  readonly encoder: BatchEncoder;
  minMs: number;
  maxMs: number;
}

/** The rows of one target or rule group: open ones, and the batches they were closed into. */
export class Source implements RowAppender {
  /** Another one once a history is taken over that knows the source. */
  id: number;
  readonly name: string;
  layout: Layout;
  layoutVersion = 1;
  /** In the order of writing, which is that of their rows' times unless the clock was set back. */
  batches: Batch[] = [];
  rows: StoredRow[] = [];
  /** The time of the row written last. */
  lastRowMs = Number.NEGATIVE_INFINITY;
  readonly own = new OwnTimes();
  /** Rows that are not in the journal on disk yet. */
  readonly journal = new ByteWriter(64);
  /** Journal rows on disk, and those among them that a closed batch made superfluous. */
  journalIds: number[] = [];
  obsoleteJournalIds: number[] = [];
  /** Grows with every change that a query could see. */
  version = 0;
  attached = false;
  samplesAppended = 0;
  readonly soleSource: readonly Source[] = [this];
  readonly #context: SourceContext;
  #live: LiveSlots = NO_LIVE_SLOTS;
  #openRow: OpenRow | null = null;
  #closing: ClosingRows | null = null;
  #spareStates: Uint8Array | null = null;
  #slotsCounted = 0;
  #rowLimit: number;
  #maxSlots = Number.POSITIVE_INFINITY;
  /** The end of what a clock that was set back left ahead of the newest rows. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  constructor(id: number, name: string, context: SourceContext, layout = new Layout(context.nextLayoutId())) {
    this.id = id;
    this.name = name;
    this.#context = context;
    this.layout = layout;
    // Sources that begin together must not close all their batches in the same second: the first batch is cut short.
    const spread = (id * GOLDEN_RATIO) % 1;
    this.#rowLimit = MIN_FIRST_ROWS + Math.floor(spread * (MAX_BATCH_ROWS - MIN_FIRST_ROWS));
  }

  get slotCount(): number {
    return this.layout.slotCount;
  }

  slot(labels: LabelSet): number {
    const { index } = this.#context;
    const known = index.find(labels);
    if (known !== undefined) {
      const slot = known.sources[0] === this ? known.slot : this.layout.slotOf(known.id);
      if (slot >= 0) return slot;
    }
    if (this.slotCount >= this.#maxSlots) {
      throw new AppError(
        'limit_exceeded',
        `the budget of ${this.#maxSlots} series of the target is used up.`,
      );
    }
    this.#context.claimSlot();
    const series = known ?? index.add(labels);
    const slot = this.layout.append(series.id);
    this.adopt(series, slot);
    if (this.#openRow !== null && slot >= this.#openRow.state.length) this.#grow(this.#openRow, slot + 1);
    return slot;
  }

  /** Open rows that stay as they are, whatever becomes of the source, until `endLoan`. */
  lendRows(from: number, count: number): readonly StoredRow[] {
    const rows = this.rows.slice(from, from + count);
    for (const { values } of rows) this.#context.pool.lend(values);
    return rows;
  }

  endLoan(rows: readonly StoredRow[]): void {
    for (const { values } of rows) this.#context.pool.endLoan(values);
  }

  labelsAt(slot: number): LabelSet {
    const series = this.#context.index.seriesById(this.layout.seriesIds[slot] as number);
    assert(series !== undefined, 'a slot in use has a series');
    return series.labels;
  }

  limitSlots(maxSlots: number): void {
    this.#maxSlots = maxSlots;
  }

  freeIdleSlots(): number {
    assert(this.#openRow === null, 'no row is open while slots are freed');
    // A layout that no batch refers to would be forgotten without its series.
    if (this.rows.length === 0) return 0;
    const before = this.slotCount;
    this.closeBatch();
    const { states, slotCount } = this.#live;
    const idle = new Set<number>();
    for (let slot = 0; slot < this.slotCount; slot++) {
      const state = slot < slotCount ? (states === null ? SLOT_SAMPLE : states[slot]) : SLOT_ABSENT;
      if (state === SLOT_ABSENT || state === SLOT_STALE) idle.add(slot);
    }
    if (idle.size > 0) this.#renumber(idle);
    return before - this.slotCount;
  }

  /** Notes that a layout of this source names the series: at `slot` of the current one, or (-1) an older one. */
  adopt(series: Series, slot: number): void {
    series.layoutCount++;
    if (series.sources.length === 0) series.sources = this.soleSource;
    else if (!series.sources.includes(this)) series.sources = [...series.sources, this];
    if (series.sources[0] === this && slot >= 0) series.slot = slot;
  }

  begin(atMs: number): OpenRow {
    assert(this.attached, 'a closed source is not written to');
    this.#openRow?.abandon();
    if (atMs <= this.lastRowMs || this.lastRowMs < this.#aheadMs) this.#noteClock(atMs);
    const values = this.#openRow?.values ?? this.#context.pool.take(this.slotCount);
    const states = this.#openRow?.state ?? this.#spareStates;
    this.#spareStates = null;
    const reusable = states !== null && states.length === values.length;
    const row = new OpenRow(atMs, values, reusable ? states : new Uint8Array(values.length), (open) =>
      this.#commit(open),
    );
    if (reusable) states.fill(SLOT_ABSENT);
    if (values.length < this.slotCount) this.#grow(row, this.slotCount);
    this.#openRow = row;
    return row;
  }

  /** Begins a new stretch of rows where the clock was set back, or has passed what it left ahead. */
  #noteClock(atMs: number): void {
    const isSetBack = atMs <= this.lastRowMs;
    if (
      isSetBack ? this.lastRowMs <= this.#context.clock.wallMs() + CLOCK_SET_BACK_MS : atMs <= this.#aheadMs
    )
      return;
    this.#openRow = null;
    this.closeBatch();
    if (isSetBack) {
      this.#context.setAside(atMs, this.lastRowMs);
      this.own.forgetTimes();
      this.lastRowMs = Number.NEGATIVE_INFINITY;
    }
    this.chooseShown({ firstRowMs: atMs, lastRowMs: atMs, rowCount: 1 });
  }

  /** Chooses between rows of the same times; `next` is about to be written after those that are there. */
  chooseShown(next?: RowStretch): void {
    const open = rowStretch(this.rows);
    const stretches = [this.batches, open ?? [], next ?? []].flat();
    const { shownBeforeMs, aheadMs } = chooseShownRows(stretches);
    this.#aheadMs = aheadMs;
    for (const [i, batch] of this.batches.entries()) {
      const before = batch.shownBeforeMs;
      batch.shownBeforeMs = shownBeforeMs[i] as number;
      if (before === batch.shownBeforeMs) continue;
      const changedFromMs = Math.min(before, batch.shownBeforeMs);
      this.#context.writes.noteWrite(Math.max(batch.minMs, changedFromMs));
      this.version++;
    }
  }

  #grow(row: OpenRow, slots: number): void {
    const values = this.#context.pool.take(slots + (slots >> 2));
    values.set(row.values);
    const state = new Uint8Array(values.length);
    state.set(row.state);
    this.#context.pool.give(row.values);
    row.values = values;
    row.state = state;
  }

  #commit(open: OpenRow): RowOutcome {
    assert(open === this.#openRow, 'the row is the open one');
    this.#openRow = null;
    const { values, state } = open;
    const slotCount = this.slotCount;
    if (open.atMs <= this.lastRowMs) {
      let dropped = open.own.length;
      for (const one of state) if (one === SLOT_SAMPLE || one === SLOT_HISTOGRAM) dropped++;
      this.#context.pool.give(values);
      this.#spareStates = state;
      return outcome({ outOfOrder: dropped, duplicates: open.duplicates });
    }
    const settled = settleStates(state, slotCount, this.#live);
    let seriesAdded = 0;
    for (let slot = this.#slotsCounted; slot < slotCount; slot++)
      if (state[slot] !== SLOT_ABSENT) seriesAdded++;
    this.#slotsCounted = slotCount;
    const before = this.rows.at(-1);
    if (!settled.uniform) {
      for (let slot = 0; slot < slotCount; slot++) {
        if (state[slot] === SLOT_SAMPLE) continue;
        values[slot] = before !== undefined && slot < before.slotCount ? (before.values[slot] as number) : 0;
      }
    }
    const own = this.own.accept(open.own, this.#context.clock.wallMs() + MAX_FUTURE_MS);
    const ownMarks = this.own.marksAt(settled.ownStale, open.atMs);
    const ownKept = own.accepted.concat(ownMarks);
    const row: StoredRow = {
      atMs: open.atMs,
      slotCount,
      values,
      states: settled.uniform ? null : state,
      histograms: withStoredHints(open.histograms, before),
    };
    if (settled.uniform) this.#spareStates = state;
    this.#append(row, ownKept);
    this.#context.writes.noteWrite(earliestTime(row, ownKept));
    if (this.#context.journaled) encodeJournalRow(this.journal, row, before, ownKept);
    this.#live = { states: row.states, slotCount };
    const samplesAppended = settled.samples + own.accepted.length;
    this.samplesAppended += samplesAppended;
    if (this.#closing?.encoder.isDone) this.#finishClosing();
    if (this.#isBatchFull()) this.#closeSoon();
    return {
      samplesAppended,
      seriesAdded,
      staleMarks: settled.staleMarks + ownMarks.length,
      outOfOrder: own.outOfOrder,
      duplicates: open.duplicates + own.duplicates,
      outOfBounds: own.outOfBounds,
    };
  }

  #append(row: StoredRow, own: readonly OwnTimeSample[]): void {
    this.rows.push(row);
    this.lastRowMs = row.atMs;
    this.own.add(own);
    this.version++;
  }

  /** Puts a row from the journal back. Nothing counts as live after it: a restart is no reason for staleness marks. */
  replay(row: JournalRow): void {
    // The first one may be earlier than the last batch: the clock was set back.
    const isEarlier = this.rows.length > 0 && row.row.atMs <= this.lastRowMs;
    if (isEarlier || row.row.slotCount > this.slotCount) return;
    this.#append(row.row, row.own);
    this.#slotsCounted = this.slotCount;
  }

  /** Journals all open rows anew, for a database that has none of them; own times go with the first row. */
  rewriteJournal(): void {
    this.journal.length = 0;
    const own = this.own.samples();
    for (const [i, row] of this.rows.entries()) {
      encodeJournalRow(this.journal, row, this.rows[i - 1], i === 0 ? own : []);
    }
  }

  #isBatchFull(): boolean {
    const length = this.rows.length - (this.#closing?.rows.length ?? 0);
    if (length >= this.#rowLimit || this.own.count >= MAX_OWN_SAMPLES) return true;
    return (
      length * this.slotCount >= MAX_OPEN_CELLS && length >= Math.min(MIN_BATCH_ROWS, this.#rowLimit / 2)
    );
  }

  #closeSoon(): void {
    if (this.#closing !== null) this.#finishClosing();
    // Samples with own times come at any moment and would have to be parted.
    if (this.own.count > 0) {
      this.closeBatch();
      return;
    }
    this.#closing = this.#beginClosing(false);
    this.#context.closeSoon(this);
  }

  /** Encodes a page of the batch that is being closed; false when that is done. */
  closeStep(): boolean {
    if (this.#closing?.encoder.step()) return true;
    // While a row is written slots must not move: its commit sees to the rest.
    if (this.#openRow === null) this.#finishClosing();
    return false;
  }

  /** Turns the open rows, if any, into a batch, and frees slots where many are dead. */
  closeBatch(): void {
    if (this.#closing !== null) this.#finishClosing();
    if (this.rows.length === 0) return;
    this.#closing = this.#beginClosing(true);
    this.#finishClosing();
  }

  /** `withOwn`: the samples with own times go into the batch too. */
  #beginClosing(withOwn: boolean): ClosingRows {
    const { rows, layout, own } = this;
    const { slotCount } = layout;
    const closing: ClosingRows = {
      rows: rows.slice(),
      layout,
      slotCount,
      encoder: new BatchEncoder(rows.slice(), slotCount, (slot) => {
        const columns = withOwn ? own.columnsOf(slot) : null;
        if (columns === null) return null;
        closing.minMs = Math.min(closing.minMs, columns.times[0] as number);
        closing.maxMs = Math.max(closing.maxMs, columns.times.at(-1) as number);
        return columns;
      }),
      minMs: (rows[0] as StoredRow).atMs,
      maxMs: (rows.at(-1) as StoredRow).atMs,
    };
    return closing;
  }

  #finishClosing(): void {
    const closing = this.#closing;
    this.#closing = null;
    // A history that was taken over meanwhile has its own idea of the rows.
    if (closing === null || closing.layout !== this.layout || closing.rows[0] !== this.rows[0]) return;
    while (closing.encoder.step());
    const { rows, layout, slotCount, minMs, maxMs } = closing;
    const { pages, absentSlots } = closing.encoder;
    this.batches.push({
      id: this.#context.nextBatchId(),
      layout,
      slotCount,
      rowCount: rows.length,
      minMs,
      maxMs,
      firstRowMs: (rows[0] as StoredRow).atMs,
      lastRowMs: (rows.at(-1) as StoredRow).atMs,
      timesBytes: encodeColumn(Float64Array.from(rows, (row) => row.atMs)),
      byteCount: pages.reduce((sum, page) => sum + page.length, 0),
      pages,
      persisted: false,
      shownBeforeMs: Number.POSITIVE_INFINITY,
    });
    layout.batchCount++;
    this.rows = this.rows.slice(rows.length);
    if (this.rows.length === 0) this.own.clear();
    this.#rowLimit = MAX_BATCH_ROWS;
    this.version++;
    const freed = new Set(absentSlots.filter((slot) => !this.#isInRows(slot)));
    if (freed.size >= MIN_FREED_SLOTS && freed.size * 4 > layout.slotCount && this.own.count === 0) {
      this.#renumber(freed);
    }
    this.obsoleteJournalIds.push(...this.journalIds);
    this.journalIds = [];
    this.journal.length = 0;
    if (this.#context.journaled) this.rewriteJournal();
    for (const row of rows) this.#context.pool.give(row.values);
  }

  #isInRows(slot: number): boolean {
    return this.rows.some(({ states, slotCount }) => {
      return slot < slotCount && (states === null || states[slot] !== SLOT_ABSENT);
    });
  }

  #renumber(freed: ReadonlySet<number>): void {
    const { index } = this.#context;
    const old = this.layout;
    const live = this.#live;
    const liveStates = new Uint8Array(old.slotCount);
    const next = new Layout(this.#context.nextLayoutId());
    const newSlots = new Map<number, number>();
    for (let slot = 0; slot < old.slotCount; slot++) {
      const series = index.seriesById(old.seriesIds[slot] as number);
      assert(series !== undefined, 'a layout names known series');
      if (freed.has(slot)) {
        if (series.sources[0] === this) series.slot = -1;
        continue;
      }
      const newSlot = next.append(series.id);
      newSlots.set(slot, newSlot);
      series.layoutCount++;
      if (series.sources[0] === this) series.slot = newSlot;
      if (slot < live.slotCount) {
        liveStates[newSlot] = live.states === null ? SLOT_SAMPLE : (live.states[slot] as number);
      }
    }
    this.own.renumber(newSlots);
    this.rows = this.rows.map((row) => renumbered(row, newSlots, this.#context.pool));
    this.#live = { states: liveStates, slotCount: next.slotCount };
    this.#slotsCounted = next.slotCount;
    this.#spareStates = null;
    this.layout = next;
    this.layoutVersion++;
    this.#context.releaseSlots(freed.size);
  }

  /** Whether a batch, or the open rows, with a slot for the series overlap a window. */
  isKnownIn(series: Series, minMs: number, maxMs: number): boolean {
    const last = this.rows.at(-1);
    if (last !== undefined && last.atMs >= minMs && (this.rows[0] as StoredRow).atMs <= maxMs) {
      const slot = series.sources[0] === this ? series.slot : this.layout.slotOf(series.id);
      if (slot >= 0 && slot < last.slotCount) return true;
    }
    return this.batches.some((batch) => {
      if (batch.minMs > maxMs || batch.maxMs < minMs) return false;
      const slot = batch.layout.slotOf(series.id);
      return slot >= 0 && slot < batch.slotCount;
    });
  }

  /** Makes this the source of one appender, until `close`. Throws AppError `conflict` for a second one. */
  attach(): RowAppender {
    if (this.attached) throw new AppError('conflict', `source "${this.name}" is already being written`);
    this.attached = true;
    this.#live = NO_LIVE_SLOTS;
    return this;
  }

  close(atMs: number | null): void {
    if (!this.attached) return;
    if (atMs !== null && this.#live.slotCount > 0) this.begin(Math.max(atMs, this.lastRowMs + 1)).commit();
    this.#openRow?.abandon();
    this.#openRow = null;
    this.attached = false;
    if (atMs !== null) this.closeBatch();
  }
}

function rowStretch(rows: readonly StoredRow[]): RowStretch | null {
  const [first] = rows;
  if (first === undefined) return null;
  return { firstRowMs: first.atMs, lastRowMs: (rows.at(-1) as StoredRow).atMs, rowCount: rows.length };
}

function earliestTime(row: StoredRow, own: readonly OwnTimeSample[]): number {
  let earliestMs = row.atMs;
  for (const { atMs } of own) if (atMs < earliestMs) earliestMs = atMs;
  return earliestMs;
}

/** A row in another layout; slots without a new number had nothing in it. */
function renumbered(row: StoredRow, newSlots: ReadonlyMap<number, number>, pool: RowPool): StoredRow {
  const values = pool.take(newSlots.size);
  const states = new Uint8Array(newSlots.size);
  const histograms = row.histograms === null ? null : new Map<number, FloatHistogram>();
  let slotCount = 0;
  for (const [slot, newSlot] of newSlots) {
    if (slot >= row.slotCount) continue;
    slotCount = Math.max(slotCount, newSlot + 1);
    values[newSlot] = row.values[slot] as number;
    states[newSlot] = row.states === null ? SLOT_SAMPLE : (row.states[slot] as number);
    const histogram = row.histograms?.get(slot);
    if (histogram !== undefined) histograms?.set(newSlot, histogram);
  }
  pool.give(row.values);
  return { ...row, slotCount, values, states, histograms };
}

function withStoredHints(
  histograms: ReadonlyMap<number, FloatHistogram> | null,
  before: StoredRow | undefined,
): ReadonlyMap<number, FloatHistogram> | null {
  if (histograms === null) return null;
  const hinted = new Map<number, FloatHistogram>();
  for (const [slot, histogram] of histograms) {
    const hint = storedHint(histogram, before?.histograms?.get(slot) ?? null);
    hinted.set(slot, { ...histogram, counterResetHint: hint });
  }
  return hinted;
}

function outcome(counts: { outOfOrder: number; duplicates: number }): RowOutcome {
  return { samplesAppended: 0, seriesAdded: 0, staleMarks: 0, outOfBounds: 0, ...counts };
}
