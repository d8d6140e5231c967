import type { QuietHours } from '../../shared/domain/alert-settings.ts';

/** A moment on the wall: the day of the week (0 is Sunday) and minutes after midnight. */
export interface LocalMoment {
  readonly day: number;
  readonly minute: number;
}

/** A moment in the computer's time zone. */
export function localMoment(atMs: number): LocalMoment {
  const date = new Date(atMs);
  return { day: date.getDay(), minute: date.getHours() * 60 + date.getMinutes() };
}

/** Whether a moment lies in the quiet hours; hours that run over midnight belong to the day on which they begin. */
export function isQuiet(hours: QuietHours, { day, minute }: LocalMoment): boolean {
  if (!hours.enabled) return false;
  const { startMinute, endMinute, days } = hours;
  if (startMinute < endMinute) return days.includes(day) && minute >= startMinute && minute < endMinute;
  if (minute >= startMinute) return days.includes(day);
  return minute < endMinute && days.includes((day + 6) % 7);
}
