const DAY_SECONDS = 86_400;
const MAX_DATE_SECONDS = 8_640_000_000_000;

interface DateParts {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 to a date of the proleptic Gregorian calendar. */
function civilFromDays(days: number): DateParts {
  const date = new Date(days * DAY_SECONDS * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function daysOf(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS);
}

function daysInMonth({ year, month }: DateParts): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function dayOfYear({ year, month, day }: DateParts): number {
  const proxy = 2000 + (year % 400);
  return (Date.UTC(proxy, month - 1, day) - Date.UTC(proxy, 0, 1)) / (DAY_SECONDS * 1000) + 1;
}

const PARTS: ReadonlyMap<string, (wholeSeconds: number) => number> = new Map([
  ['days_in_month', (seconds: number) => daysInMonth(civilFromDays(daysOf(seconds)))],
  ['day_of_month', (seconds: number) => civilFromDays(daysOf(seconds)).day],
  ['day_of_week', (seconds: number) => (((daysOf(seconds) + 4) % 7) + 7) % 7],
  ['day_of_year', (seconds: number) => dayOfYear(civilFromDays(daysOf(seconds)))],
  ['hour', (seconds: number) => Math.floor((seconds - daysOf(seconds) * DAY_SECONDS) / 3600)],
  ['minute', (seconds: number) => Math.floor((seconds - Math.floor(seconds / 3600) * 3600) / 60)],
  ['month', (seconds: number) => civilFromDays(daysOf(seconds)).month],
  ['year', (seconds: number) => civilFromDays(daysOf(seconds)).year],
]);

/** A function that takes a part of a date (UTC) from seconds since 1970; NaN for what is no date. Undefined for an unknown name. */
export function datePart(name: string): ((seconds: number) => number) | undefined {
  const part = PARTS.get(name);
  if (part === undefined) return undefined;
  return (seconds) => {
    const whole = Math.trunc(seconds);
    return Math.abs(whole) <= MAX_DATE_SECONDS ? part(whole) : Number.NaN;
  };
}
