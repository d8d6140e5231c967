import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_SETTINGS } from '../../../shared/domain/alert-settings.ts';
import { applyTexts, toTexts } from './alert-settings-draft.ts';

describe('the alert settings as texts', () => {
  it('come back as they were', () => {
    expect(applyTexts(DEFAULT_ALERT_SETTINGS, toTexts(DEFAULT_ALERT_SETTINGS))).toEqual(
      DEFAULT_ALERT_SETTINGS,
    );
  });

  it('are read with spaces and empty words', () => {
    const texts = {
      ...toTexts(DEFAULT_ALERT_SETTINGS),
      groupBy: ' a,, b ',
      quietStart: '7:05',
      repeatInterval: '0s',
    };
    expect(applyTexts(DEFAULT_ALERT_SETTINGS, texts)).toMatchObject({
      groupBy: ['a', 'b'],
      quietHours: { startMinute: 425 },
      repeatIntervalMs: 0,
    });
  });

  it.each([
    { groupWait: 'soon' },
    { groupInterval: '0s' },
    { maxPerTenMinutes: '0' },
    { quietStart: '24:00' },
    { quietEnd: '7:60' },
    { severityLabel: ' ' },
  ])('are refused with %j', (changes) => {
    expect(applyTexts(DEFAULT_ALERT_SETTINGS, { ...toTexts(DEFAULT_ALERT_SETTINGS), ...changes })).toBeNull();
  });
});
