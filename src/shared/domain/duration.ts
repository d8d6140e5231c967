import { AppError } from '../errors.ts';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
  ['y', 31_536_000_000],
]);

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS_IN_ORDER = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;

/**
 * A duration in Prometheus' notation ("1h30m", "500ms", "0") as milliseconds: whole numbers, units from large to small,
 * each at most once (prometheus/common model.ParseDuration). Throws AppError `bad_data`.
 */
export function parseDurationMs(text: string): number {
  if (text === '0') return 0;
  const match = text === '' ? null : DURATION.exec(text);
  if (match === null) {
    throw new AppError(
      'bad_data',
      `not a valid duration string: "${text}" (write it like 15s, 1h30m or 500ms)`,
    );
  }
  let ms = 0;
  UNITS_IN_ORDER.forEach((unit, i) => {
    ms += Number(match[i + 1] ?? 0) * (UNIT_MS.get(unit) as number);
  });
  if (ms > 9_223_372_036_854) throw new AppError('bad_data', `duration out of range: "${text}"`);
  return ms;
}

/** Milliseconds in Prometheus' notation; years, weeks and days only where they divide the rest exactly, as Prometheus writes them. */
export function formatDurationMs(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 0) return `-${formatDurationMs(-ms)}`;
  let rest = ms;
  let text = '';
  const take = (unit: string, exact: boolean): void => {
    const unitMs = UNIT_MS.get(unit) as number;
    if (exact && rest % unitMs !== 0) return;
    const count = Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * unitMs;
  };
  take('y', true);
  take('w', true);
  take('d', false);
  take('h', false);
  take('m', false);
  take('s', false);
  take('ms', false);
  return text;
}
