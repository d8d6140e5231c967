import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_SETTINGS, type QuietHours } from '../../shared/domain/alert-settings.ts';
import { isQuiet } from './quiet-hours.ts';
import { severityOf } from './severity.ts';

const HOURS: QuietHours = { ...DEFAULT_ALERT_SETTINGS.quietHours, enabled: true };
const at = (day: number, time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { day, minute: hour * 60 + minute };
};

describe('quiet hours', () => {
  it('run over midnight and belong to the day on which they begin', () => {
    const fridayNight = { ...HOURS, days: [5] };
    expect(isQuiet(fridayNight, at(5, '21:59'))).toBe(false);
    expect(isQuiet(fridayNight, at(5, '22:00'))).toBe(true);
    expect(isQuiet(fridayNight, at(6, '06:59'))).toBe(true);
    expect(isQuiet(fridayNight, at(6, '07:00'))).toBe(false);
    expect(isQuiet(fridayNight, at(5, '03:00'))).toBe(false);
    expect(isQuiet({ ...HOURS, days: [6] }, at(0, '03:00'))).toBe(true);
  });

  it('lie within a day', () => {
    const lunch = { ...HOURS, startMinute: 720, endMinute: 780, days: [1] };
    expect(
      [at(1, '11:59'), at(1, '12:00'), at(1, '13:00'), at(2, '12:30')].map((m) => isQuiet(lunch, m)),
    ).toEqual([false, true, false, false]);
  });

  it('last a whole day where they end when they begin', () => {
    const sunday = { ...HOURS, startMinute: 0, endMinute: 0, days: [0] };
    expect([at(0, '00:00'), at(0, '23:59'), at(1, '00:00')].map((m) => isQuiet(sunday, m))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are off unless enabled', () => {
    expect(isQuiet({ ...HOURS, enabled: false }, at(0, '23:00'))).toBe(false);
  });
});

describe('severityOf', () => {
  it.each([
    ['Critical', 'critical'],
    ['page', 'critical'],
    ['WARN', 'warning'],
    ['info', 'info'],
    ['odd', 'none'],
    ['', 'none'],
  ])('reads %s as %s', (value, expected) => {
    expect(severityOf([['severity', value]], DEFAULT_ALERT_SETTINGS.severity)).toBe(expected);
  });
});
