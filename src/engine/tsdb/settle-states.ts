import { SLOT_ABSENT, SLOT_SAMPLE, SLOT_STALE } from '../storage.ts';
import { SLOT_HISTOGRAM, SLOT_OWN_TIME_TRACKED } from './chunk-frame.ts';

const FOUR_SAMPLES = 0x01010101;

/** Which slots had a sample in the last row: those below `slotCount`, all of them or as `states` says. */
export interface LiveSlots {
  readonly states: Uint8Array | null;
  readonly slotCount: number;
}

export const NO_LIVE_SLOTS: LiveSlots = { states: null, slotCount: 0 };

/** `uniform`: every slot has a float sample. `ownStale`: slots whose mark belongs among their own times. */
export interface SettledStates {
  readonly uniform: boolean;
  readonly samples: number;
  readonly staleMarks: number;
  readonly ownStale: readonly number[];
}

function allSamples(states: Uint8Array, slotCount: number): boolean {
  const words = slotCount >> 2;
  const asWords = new Uint32Array(states.buffer, states.byteOffset, words);
  for (let i = 0; i < words; i++) if (asWords[i] !== FOUR_SAMPLES) return false;
  for (let i = words * 4; i < slotCount; i++) if (states[i] !== SLOT_SAMPLE) return false;
  return true;
}

/** Whether a slot was live, and how it was. */
function liveState(live: LiveSlots, slot: number): number {
  if (slot >= live.slotCount) return SLOT_ABSENT;
  return live.states === null ? SLOT_SAMPLE : (live.states[slot] as number);
}

/** Counts the samples of a row and puts staleness marks where a slot was live and has nothing now. */
export function settleStates(states: Uint8Array, slotCount: number, live: LiveSlots): SettledStates {
  if (allSamples(states, slotCount))
    return { uniform: true, samples: slotCount, staleMarks: 0, ownStale: [] };
  let samples = 0;
  let staleMarks = 0;
  const ownStale: number[] = [];
  for (let slot = 0; slot < slotCount; slot++) {
    const state = states[slot];
    if (state === SLOT_SAMPLE || state === SLOT_HISTOGRAM) samples++;
    if (state !== SLOT_ABSENT) continue;
    const before = liveState(live, slot);
    if (before === SLOT_SAMPLE || before === SLOT_HISTOGRAM) {
      states[slot] = SLOT_STALE;
      staleMarks++;
    } else if (before === SLOT_OWN_TIME_TRACKED) ownStale.push(slot);
  }
  return { uniform: false, samples, staleMarks, ownStale };
}
