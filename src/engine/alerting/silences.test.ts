import { describe, expect, it } from 'vitest';
import type { AlertMatcher, Silence, SilenceDraft } from '../../shared/domain/silence.ts';
import { checkSilence, SilenceIndex } from './silences.ts';

const JOB: AlertMatcher = { name: 'job', type: '=', value: 'api' };

function draft(matchers: readonly AlertMatcher[], changes: Partial<SilenceDraft> = {}): SilenceDraft {
  return { id: null, matchers, startsAtMs: 0, endsAtMs: 1_000, comment: '', createdBy: '', ...changes };
}

function silence(id: string, matchers: readonly AlertMatcher[], startsAtMs = 0, endsAtMs = 1_000): Silence {
  return { ...draft(matchers, { startsAtMs, endsAtMs }), id, updatedAtMs: 0 };
}

describe('a silence', () => {
  it.each<[string, AlertMatcher, boolean]>([
    ['=', { name: 'job', type: '=', value: 'api' }, true],
    ['= of another value', { name: 'job', type: '=', value: 'ap' }, false],
    ['= "" of an absent label', { name: 'gone', type: '=', value: '' }, true],
    ['!=', { name: 'job', type: '!=', value: 'web' }, true],
    ['!= of an absent label', { name: 'gone', type: '!=', value: 'x' }, true],
    ['=~ anchored', { name: 'job', type: '=~', value: 'a.' }, false],
    ['=~', { name: 'job', type: '=~', value: 'a.+' }, true],
    ['!~', { name: 'job', type: '!~', value: 'a.+' }, false],
    ['a name that objects have', { name: '__proto__', type: '=', value: 'x' }, false],
  ])('matches by %s', (_, matcher, expected) => {
    const index = new SilenceIndex([silence('s', [matcher])]);
    expect(index.hiding([['job', 'api']], 500)).toEqual(expected ? ['s'] : []);
  });

  it('needs all its matchers', () => {
    const index = new SilenceIndex([silence('s', [JOB, { name: 'env', type: '=', value: 'prod' }])]);
    expect(index.hiding([['job', 'api']], 500)).toEqual([]);
  });

  it('hides from its start until before its end', () => {
    const index = new SilenceIndex([silence('s', [JOB], 100, 200)]);
    const hidden = [99, 100, 199, 200].map((atMs) => index.hiding([['job', 'api']], atMs).length);
    expect(hidden).toEqual([0, 1, 1, 0]);
  });

  it.each<[string, SilenceDraft]>([
    ['no matcher', draft([])],
    ['only matchers that an absent label fits', draft([{ name: 'job', type: '=~', value: '.*' }])],
    ['only a negative matcher', draft([{ name: 'job', type: '!=', value: 'x' }])],
    ['a matcher without a name', draft([JOB, { name: '', type: '=', value: 'x' }])],
    ['a bad regular expression', draft([{ name: 'job', type: '=~', value: '(' }])],
    ['an end before its start', draft([JOB], { endsAtMs: -1 })],
    ['an end in the past', draft([JOB], { startsAtMs: -10, endsAtMs: -5 })],
  ])('is refused with %s', (_, refused) => {
    expect(() => checkSilence(refused, 0)).toThrow(expect.objectContaining({ code: 'bad_data' }));
  });

  it('is taken with a negative matcher beside one that selects', () => {
    expect(() => checkSilence(draft([JOB, { name: 'pod', type: '!~', value: 'x.*' }]), 0)).not.toThrow();
  });
});
