import type { TimeRange } from '../../shared/domain/time-range.ts';

interface TimePreset {
  readonly label: string;
  readonly range: TimeRange;
}

/** One click away in the top bar. */
export const QUICK_PRESETS: readonly TimePreset[] = [
  { label: '5m', range: { from: 'now-5m', to: 'now' } },
  { label: '15m', range: { from: 'now-15m', to: 'now' } },
  { label: '1h', range: { from: 'now-1h', to: 'now' } },
  { label: '6h', range: { from: 'now-6h', to: 'now' } },
  { label: '24h', range: { from: 'now-24h', to: 'now' } },
];

/** All of them, in the picker. */
export const ALL_PRESETS: readonly TimePreset[] = [
  { label: 'Last 5 minutes', range: { from: 'now-5m', to: 'now' } },
  { label: 'Last 15 minutes', range: { from: 'now-15m', to: 'now' } },
  { label: 'Last 30 minutes', range: { from: 'now-30m', to: 'now' } },
  { label: 'Last hour', range: { from: 'now-1h', to: 'now' } },
  { label: 'Last 3 hours', range: { from: 'now-3h', to: 'now' } },
  { label: 'Last 6 hours', range: { from: 'now-6h', to: 'now' } },
  { label: 'Last 12 hours', range: { from: 'now-12h', to: 'now' } },
  { label: 'Last 24 hours', range: { from: 'now-24h', to: 'now' } },
  { label: 'Last 2 days', range: { from: 'now-2d', to: 'now' } },
  { label: 'Last 7 days', range: { from: 'now-7d', to: 'now' } },
  { label: 'Last 30 days', range: { from: 'now-30d', to: 'now' } },
  { label: 'Today', range: { from: 'now/d', to: 'now' } },
  { label: 'Yesterday', range: { from: 'now-1d/d', to: 'now-1d/d' } },
  { label: 'This week', range: { from: 'now/w', to: 'now' } },
];

/** Whether two ranges are written alike. */
export function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return a.from === b.from && a.to === b.to;
}
