import {
  type Appendable,
  type Row,
  type RowAppender,
  type RowOutcome,
  SLOT_ABSENT,
  SLOT_SAMPLE,
  SLOT_STALE,
} from '../../src/engine/storage.ts';
import type { FloatHistogram } from '../../src/shared/domain/histogram.ts';
import type { LabelSet } from '../../src/shared/domain/series.ts';
import { AppError } from '../../src/shared/errors.ts';

/** A committed row by series: the labels as text, and a value or 'stale'. */
export interface StoredRow {
  readonly atMs: number;
  readonly samples: ReadonlyMap<string, number | 'stale'>;
  readonly timed: readonly (readonly [series: string, atMs: number, value: number])[];
  readonly duplicates: number;
}

function seriesText(labels: LabelSet): string {
  return labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
}

/** A storage that keeps all rows as they were committed, for tests of what writes rows. */
export class MemoryStorage implements Appendable {
  readonly sources = new Map<string, MemorySource>();

  openSource(sourceId: string): MemorySource {
    const source = new MemorySource();
    this.sources.set(sourceId, source);
    return source;
  }
}

export class MemorySource implements RowAppender {
  readonly rows: StoredRow[] = [];
  readonly labels: string[] = [];
  private readonly labelSets: LabelSet[] = [];
  private maxSlots = Number.POSITIVE_INFINITY;
  layoutVersion = 1;
  /** Undefined while open. */
  closedAtMs: number | null | undefined;
  private readonly slots = new Map<string, number>();
  private row: MemoryRow | null = null;

  get slotCount(): number {
    return this.labels.length;
  }

  slot(labels: LabelSet): number {
    const text = seriesText(labels);
    let slot = this.slots.get(text);
    if (slot === undefined) {
      if (this.labels.length >= this.maxSlots) throw new AppError('limit_exceeded', 'the budget is used up.');
      slot = this.labels.push(text) - 1;
      this.labelSets[slot] = labels;
      this.slots.set(text, slot);
      this.row?.reserve(this.labels.length);
    }
    return slot;
  }

  /** Throws the slots away, as a storage does that frees the ones of vanished series. */
  renumber(): void {
    this.slots.clear();
    this.labels.length = 0;
    this.layoutVersion++;
  }

  labelsAt(slot: number): LabelSet {
    return this.labelSets[slot] as LabelSet;
  }

  limitSlots(maxSlots: number): void {
    this.maxSlots = maxSlots;
  }

  freeIdleSlots(): number {
    const before = this.labels.length;
    this.renumber();
    return before;
  }

  begin(atMs: number): Row {
    this.row = new MemoryRow(this, atMs);
    return this.row;
  }

  close(atMs: number | null): void {
    this.closedAtMs = atMs;
  }
}

class MemoryRow implements Row {
  readonly atMs: number;
  values: Float64Array;
  state: Uint8Array;
  private timed: [string, number, number][] = [];
  private duplicates = 0;
  private readonly source: MemorySource;

  constructor(source: MemorySource, atMs: number) {
    this.source = source;
    this.atMs = atMs;
    this.values = new Float64Array(source.slotCount);
    this.state = new Uint8Array(source.slotCount);
  }

  reserve(slots: number): void {
    if (slots <= this.values.length) return;
    const values = new Float64Array(slots * 2);
    const state = new Uint8Array(slots * 2);
    values.set(this.values);
    state.set(this.state);
    this.values = values;
    this.state = state;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.timed.push([this.source.labels[slot] as string, atMs, value]);
  }

  setHistogram(_slot: number, _histogram: FloatHistogram): void {
    throw new Error('no histograms here');
  }

  countDuplicate(): void {
    this.duplicates++;
  }

  clear(): void {
    this.state.fill(SLOT_ABSENT);
    this.timed = [];
    this.duplicates = 0;
  }

  commit(): RowOutcome {
    const before = this.source.rows.at(-1)?.samples ?? new Map<string, number | 'stale'>();
    const samples = new Map<string, number | 'stale'>();
    this.source.labels.forEach((series, slot) => {
      if (this.state[slot] === SLOT_SAMPLE) samples.set(series, this.values[slot] as number);
      else if (this.state[slot] === SLOT_STALE || (before.get(series) ?? 'stale') !== 'stale') {
        samples.set(series, 'stale');
      }
    });
    this.source.rows.push({ atMs: this.atMs, samples, timed: this.timed, duplicates: this.duplicates });
    return {
      samplesAppended: samples.size,
      seriesAdded: 0,
      staleMarks: 0,
      outOfOrder: 0,
      duplicates: this.duplicates,
      outOfBounds: 0,
    };
  }
}
