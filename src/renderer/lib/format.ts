const AGE_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A span of time as a person says it: the largest unit that fits, whole ("now" below a second). */
export function formatAge(ms: number): string {
  for (const [unit, unitMs] of AGE_UNITS) if (ms >= unitMs) return `${Math.floor(ms / unitMs)} ${unit}`;
  return 'under 1 s';
}

/**
 * A duration as a person says it, rounded to its two largest units: `15 s`, `1 min 30 s`, `2 h`, `1 d 6 h`; below 10 s to a
 * tenth, below 1 s in whole ms. For what is read; a field takes Prometheus' own notation (`formatDurationMs`).
 */
export function formatSpan(ms: number): string {
  if (ms < 1_000) return ms === 0 ? '0 s' : `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${Math.round(ms / 100) / 10} s`;
  const largest = AGE_UNITS.findIndex(([, unitMs]) => Math.round(ms / 1_000) * 1_000 >= unitMs);
  const [unit, unitMs] = AGE_UNITS[largest] as (typeof AGE_UNITS)[number];
  const [nextUnit, nextMs] = AGE_UNITS[largest + 1] ?? [unit, unitMs];
  const rounded = Math.round(ms / nextMs) * nextMs;
  const count = Math.floor(rounded / unitMs);
  const rest = Math.round((rounded - count * unitMs) / nextMs);
  return rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${nextUnit}`;
}

/** A short measured time with three significant digits: µs, ms or s. */
export function formatLatency(ms: number): string {
  if (ms < 1) return `${(ms * 1_000).toFixed(0)} µs`;
  if (ms < 1_000) return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** Bytes in IEC units. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

/** A count with at most three significant digits and an SI suffix. */
export function formatCount(count: number): string {
  if (count < 1_000) return Number.isInteger(count) ? String(count) : count.toFixed(count < 10 ? 1 : 0);
  if (count < 1_000_000) return `${(count / 1_000).toFixed(count < 10_000 ? 1 : 0)}k`;
  return `${(count / 1_000_000).toFixed(count < 10_000_000 ? 1 : 0)}M`;
}

/** Making one takes longer than a hundred uses of it, and lists of alerts write hundreds of moments. */
const momentFormats = new Map<string, Intl.DateTimeFormat>();

function momentFormat(utc: boolean, hasDate: boolean): Intl.DateTimeFormat {
  const key = `${utc} ${hasDate}`;
  const known = momentFormats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(utc ? { timeZone: 'UTC' } : {}),
    ...(hasDate ? { year: 'numeric', month: 'short', day: 'numeric' } : {}),
  });
  momentFormats.set(key, made);
  return made;
}

/** A moment in local time or UTC: time of day alone for the last 24 hours, else with the date. */
export function formatMoment(ms: number, nowMs: number, utc: boolean): string {
  return momentFormat(utc, Math.abs(nowMs - ms) > 86_400_000).format(ms);
}
