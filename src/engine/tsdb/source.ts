import { assert } from '../../shared/assert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { type RowAppender, type RowOutcome, SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import type { Batch } from './batch.ts';
import { ByteWriter } from './byte-buffer.ts';
import { SLOT_HISTOGRAM } from './chunk-frame.ts';
import type { Closing } from './close-queue.ts';
import { ClosingRows } from './closing-rows.ts';
import { withStoredHints } from './counter-reset-hint.ts';
import { encodeJournalRow, type JournalRow } from './journal-codec.ts';
import { Layout } from './layout.ts';
import { OpenRow } from './open-row.ts';
import { OwnTimes } from './own-times.ts';
import { renumberRow } from './renumber-row.ts';
import { RowOrder, type RowTime } from './row-order.ts';
import type { Series, SeriesSource } from './series.ts';
import { type LiveSlots, NO_LIVE_SLOTS, settleStates } from './settle-states.ts';
import type { RowStretch } from './shown-rows.ts';
import type { SourceContext } from './source-context.ts';
import { SourceSlots } from './source-slots.ts';
import { earliestTime, type OwnTimeSample, type StoredRow } from './stored-row.ts';

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

/** The rows of one target or rule group: open ones, and the batches they were closed into. */
export class Source implements RowAppender, SeriesSource, Closing {
  /** Another one once a history is taken over that knows the source. */
  id: number;
  readonly name: string;
  readonly slots: SourceSlots;
  batches: Batch[] = [];
  rows: StoredRow[] = [];
  readonly order: RowOrder;
  readonly own = new OwnTimes();
  /** Rows that are not in the journal on disk yet. */
  readonly journal = new ByteWriter(64);
  /** Journal rows on disk, and those among them that a closed batch made superfluous. */
  journalIds: number[] = [];
  obsoleteJournalIds: number[] = [];
  version = 0;
  attached = false;
  samplesAppended = 0;
  readonly #context: SourceContext;
  #live: LiveSlots = NO_LIVE_SLOTS;
  #openRow: OpenRow | null = null;
  #closing: ClosingRows | null = null;
  #spareStates: Uint8Array | null = null;
  #slotsCounted = 0;
  #rowLimit: number;

  constructor(id: number, name: string, context: SourceContext, layout = new Layout(context.nextLayoutId())) {
    this.id = id;
    this.name = name;
    this.#context = context;
    this.slots = new SourceSlots(this, context, layout);
    this.order = new RowOrder(context.clock);
    // Sources that begin together must not close all their batches in the same second: the first batch is cut short.
    const spread = (id * GOLDEN_RATIO) % 1;
    this.#rowLimit = MIN_FIRST_ROWS + Math.floor(spread * (MAX_BATCH_ROWS - MIN_FIRST_ROWS));
  }

  get layout(): Layout {
    return this.slots.layout;
  }

  get layoutVersion(): number {
    return this.slots.layoutVersion;
  }

  get slotCount(): number {
    return this.slots.count;
  }

  slot(labels: LabelSet): number {
    const slot = this.slots.slot(labels);
    if (this.#openRow !== null && slot >= this.#openRow.state.length)
      this.#openRow.grow(slot + 1, this.#context.pool);
    return slot;
  }

  labelsAt(slot: number): LabelSet {
    return this.slots.labelsAt(slot);
  }

  limitSlots(maxSlots: number): void {
    this.slots.limit(maxSlots);
  }

  lendRows(from: number, count: number): readonly StoredRow[] {
    const rows = this.rows.slice(from, from + count);
    for (const { values } of rows) this.#context.pool.lend(values);
    return rows;
  }

  endLoan(rows: readonly StoredRow[]): void {
    for (const { values } of rows) this.#context.pool.endLoan(values);
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

  begin(atMs: number): OpenRow {
    assert(this.attached, 'a closed source is not written to');
    this.#openRow?.abandon();
    const time = this.order.begin(atMs);
    if (time === 'set_back' || time === 'caught_up') this.#beginStretch(atMs, time);
    const values = this.#openRow?.values ?? this.#context.pool.take(this.slotCount);
    const states = this.#openRow?.state ?? this.#spareStates;
    this.#spareStates = null;
    const reusable = states !== null && states.length === values.length;
    const row = new OpenRow(atMs, values, reusable ? states : new Uint8Array(values.length), (open) =>
      this.#commit(open),
    );
    if (reusable) states.fill(SLOT_ABSENT);
    if (values.length < this.slotCount) row.grow(this.slotCount, this.#context.pool);
    this.#openRow = row;
    return row;
  }

  /** Begins a new stretch of rows where the clock was set back, or has passed what it left ahead. */
  #beginStretch(atMs: number, time: RowTime): void {
    this.#openRow = null;
    this.closeBatch();
    if (time === 'set_back') {
      this.#context.setAside(atMs, this.order.lastRowMs);
      this.own.forgetTimes();
      this.order.lastRowMs = Number.NEGATIVE_INFINITY;
    }
    this.chooseShown({ firstRowMs: atMs, lastRowMs: atMs, rowCount: 1 });
  }

  /** Chooses between rows of the same times; `next` is about to be written after those that are there. */
  chooseShown(next: RowStretch | null = null): void {
    const changedFromMs = this.order.chooseShown(this.batches, this.rows, next);
    if (changedFromMs === Number.POSITIVE_INFINITY) return;
    this.#context.writes.noteWrite(changedFromMs);
    this.version++;
  }

  #commit(open: OpenRow): RowOutcome {
    assert(open === this.#openRow, 'the row is the open one');
    this.#openRow = null;
    const { values, state } = open;
    const slotCount = this.slotCount;
    if (open.atMs <= this.order.lastRowMs) {
      this.#context.pool.give(values);
      this.#spareStates = state;
      return droppedRow(open);
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
      histograms: withStoredHints(open.histograms, before?.histograms ?? null),
    };
    if (settled.uniform) this.#spareStates = state;
    this.#append(row, ownKept);
    this.#context.writes.noteWrite(earliestTime(row, ownKept));
    if (this.#context.journaled) encodeJournalRow(this.journal, row, before, ownKept);
    this.#live = { states: row.states, slotCount };
    const samplesAppended = settled.samples + own.accepted.length;
    this.samplesAppended += samplesAppended;
    if (this.#closing?.isDone) this.#finishClosing();
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
    this.order.lastRowMs = row.atMs;
    this.own.add(own);
    this.version++;
  }

  /** Puts a row from the journal back. Nothing counts as live after it: a restart is no reason for staleness marks. */
  replay(row: JournalRow): void {
    // The first one may be earlier than the last batch: the clock was set back.
    const isEarlier = this.rows.length > 0 && row.row.atMs <= this.order.lastRowMs;
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
    this.#closing = new ClosingRows(this.rows, this.layout, null);
    this.#context.closeSoon(this);
  }

  /** Encodes a page of the batch that is being closed; false when that is done. */
  closeStep(): boolean {
    if (this.#closing?.step()) return true;
    // While a row is written slots must not move: its commit sees to the rest.
    if (this.#openRow === null) this.#finishClosing();
    return false;
  }

  /** Turns the open rows, if any, into a batch, and frees slots where many are dead. */
  closeBatch(): void {
    if (this.#closing !== null) this.#finishClosing();
    if (this.rows.length === 0) return;
    this.#closing = new ClosingRows(this.rows, this.layout, this.own);
    this.#finishClosing();
  }

  #finishClosing(): void {
    const closing = this.#closing;
    this.#closing = null;
    // A history that was taken over meanwhile has its own idea of the rows.
    if (closing === null || closing.layout !== this.layout || closing.rows[0] !== this.rows[0]) return;
    const { rows, layout } = closing;
    const { batch, absentSlots } = closing.finish(this.#context.nextBatchId());
    this.batches.push(batch);
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
    const live = this.#live;
    const newSlots = this.slots.free(freed);
    const liveStates = new Uint8Array(newSlots.size);
    for (const [slot, newSlot] of newSlots) {
      if (slot >= live.slotCount) continue;
      liveStates[newSlot] = live.states === null ? SLOT_SAMPLE : (live.states[slot] as number);
    }
    this.own.renumber(newSlots);
    this.rows = this.rows.map((row) => renumberRow(row, newSlots, this.#context.pool));
    this.#live = { states: liveStates, slotCount: newSlots.size };
    this.#slotsCounted = newSlots.size;
    this.#spareStates = null;
  }

  isKnownIn(series: Series, minMs: number, maxMs: number): boolean {
    const last = this.rows.at(-1);
    if (last !== undefined && last.atMs >= minMs && (this.rows[0] as StoredRow).atMs <= maxMs) {
      const slot = this.slots.slotOf(series);
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
    this.order.forgetClock();
    this.#live = NO_LIVE_SLOTS;
    return this;
  }

  close(atMs: number | null): void {
    if (!this.attached) return;
    if (atMs !== null && this.#live.slotCount > 0)
      this.begin(Math.max(atMs, this.order.lastRowMs + 1)).commit();
    this.#openRow?.abandon();
    this.#openRow = null;
    this.attached = false;
    if (atMs !== null) this.closeBatch();
  }
}

/** What becomes of a row that comes late. */
function droppedRow({ state, own, duplicates }: OpenRow): RowOutcome {
  let outOfOrder = own.length;
  for (const one of state) if (one === SLOT_SAMPLE || one === SLOT_HISTOGRAM) outOfOrder++;
  return { samplesAppended: 0, seriesAdded: 0, staleMarks: 0, outOfBounds: 0, outOfOrder, duplicates };
}
