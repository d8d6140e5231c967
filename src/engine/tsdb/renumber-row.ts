import type { FloatHistogram } from '../../shared/domain/histogram.ts';
import { SLOT_SAMPLE } from '../storage.ts';
import type { RowPool } from './row-pool.ts';
import type { StoredRow } from './stored-row.ts';

/** A row in another layout; slots without a new number had nothing in it. */
export function renumberRow(row: StoredRow, newSlots: ReadonlyMap<number, number>, pool: RowPool): StoredRow {
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
