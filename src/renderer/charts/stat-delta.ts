import type { Unit } from '../lib/units.ts';
import { columnStats } from './column-stats.ts';

export interface StatDelta {
  /** With its sign: `+4.1%`; for shares in points: `+0.12 pp`. */
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

const NOTICEABLE = 0.005;

/**
 * How the mean of the second half of a column differs from that of the first: in percent, or in points where the values
 * are shares themselves. null where a half is empty or the change is too small to be worth a word.
 */
export function statDelta(
  values: Float64Array,
  present: Uint8Array | null,
  unit: Unit,
  rise: 'good' | 'bad' | 'neutral',
): StatDelta | null {
  const half = Math.floor(values.length / 2);
  const before = columnStats(values.subarray(0, half), present?.subarray(0, half) ?? null).mean;
  const after = columnStats(values.subarray(half), present?.subarray(half) ?? null).mean;
  if (Number.isNaN(before) || Number.isNaN(after)) return null;
  const change = after - before;
  const tone = rise === 'neutral' ? 'neutral' : change > 0 === (rise === 'good') ? 'good' : 'bad';
  const sign = change > 0 ? '+' : '−';
  if (unit === 'ratio' || unit === 'percent') {
    const points = Math.abs(change) * (unit === 'ratio' ? 100 : 1);
    return points < 0.005 ? null : { text: `${sign}${points.toFixed(points < 1 ? 2 : 1)} pp`, tone };
  }
  if (before === 0) return null;
  const share = Math.abs(change / before);
  if (share < NOTICEABLE) return null;
  return {
    text: share > 9.99 ? `${sign}>999%` : `${sign}${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`,
    tone,
  };
}
