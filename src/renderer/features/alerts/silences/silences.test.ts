import { describe, expect, it } from 'vitest';
import { formatMatcher, parseMatchers } from './matcher-text.ts';
import { editSilence, newSilence, toSilenceDraft } from './silence-form-state.ts';

describe('parseMatchers', () => {
  it.each([
    ['', []],
    ['severity=critical', ['severity="critical"']],
    ['{a="b", c!="d"}', ['a="b"', 'c!="d"']],
    ['job=~"api.*" pod!~x', ['job=~"api.*"', 'pod!~"x"']],
    ['a="x \\"y\\" \\d"', ['a="x \\"y\\" \\\\d"']],
    ['a=""', ['a=""']],
  ])('reads %s', (text, expected) => {
    const parsed = parseMatchers(text);
    expect(parsed.ok && parsed.matchers.map(formatMatcher)).toEqual(expected);
  });

  it.each(['severity', 'a="b', '=x'])('refuses %s', (text) => {
    expect(parseMatchers(text).ok).toBe(false);
  });
});

describe('the form of a silence', () => {
  const JOB = { name: 'job', type: '=', value: 'api' } as const;

  it('starts now and lasts as long as is written', () => {
    const { draft } = toSilenceDraft({ ...newSilence([JOB]), durationText: '1h30m' }, 1_000);
    expect(draft).toMatchObject({
      id: null,
      matchers: [JOB],
      startsAtMs: 1_000,
      endsAtMs: 1_000 + 5_400_000,
    });
  });

  it('says what is missing', () => {
    expect(toSilenceDraft({ ...newSilence([]), durationText: 'x' }, 0)).toMatchObject({
      draft: null,
      errors: { matchers: expect.any(String), duration: expect.any(String) },
    });
  });

  it('keeps the end of a silence that is only looked at', () => {
    const silence = {
      id: 's',
      matchers: [JOB],
      startsAtMs: 0,
      endsAtMs: 7_200_000,
      comment: 'c',
      createdBy: 'eve',
      updatedAtMs: 0,
    };
    const { draft } = toSilenceDraft(editSilence(silence, 3_600_000, 'here'), 3_600_000);
    expect(draft).toMatchObject({ id: 's', endsAtMs: 7_200_000, comment: 'c', createdBy: 'eve' });
    const later = toSilenceDraft(editSilence({ ...silence, startsAtMs: 3_600_000 }, 0, 'here'), 0).draft;
    expect(later).toMatchObject({ startsAtMs: 3_600_000, endsAtMs: 7_200_000 });
  });
});
