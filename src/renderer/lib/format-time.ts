interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Calendar parts of an instant in local time or UTC; `month` counts from 0. */
export function dateParts(ms: number, utc: boolean): DateParts {
  const date = new Date(ms);
  return utc
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        ms: date.getUTCMilliseconds(),
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth(),
        day: date.getDate(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
        ms: date.getMilliseconds(),
      };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `Nov 22`. */
export function formatMonthDay(ms: number, utc: boolean): string {
  const { month, day } = dateParts(ms, utc);
  return `${MONTHS[month]} ${day}`;
}

/** `10:42`. */
export function formatHourMinute(ms: number, utc: boolean): string {
  const { hour, minute } = dateParts(ms, utc);
  return `${two(hour)}:${two(minute)}`;
}

/** `10:42:07`, with milliseconds where there are any. */
export function formatTimeOfDay(ms: number, utc: boolean): string {
  const { hour, minute, second, ms: fraction } = dateParts(ms, utc);
  const text = `${two(hour)}:${two(minute)}:${two(second)}`;
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(3, '0')}`;
}

/** `2026-11-22 10:42:07`, followed by ` UTC` in UTC; `invalid time` for what no calendar holds. */
export function formatDateTime(ms: number, utc: boolean): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return 'invalid time';
  const { year, month, day } = dateParts(ms, utc);
  return `${year}-${two(month + 1)}-${two(day)} ${formatTimeOfDay(Math.round(ms), utc)}${utc ? ' UTC' : ''}`;
}
