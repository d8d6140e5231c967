import { describe, expect, it } from 'vitest';
import type { RuleDraft } from '../../shared/domain/rule-draft.ts';
import { checkDraft } from './check-draft.ts';

const GOOD: RuleDraft = {
  kind: 'alerting',
  name: 'Down',
  expr: 'up == 0',
  forText: '5m',
  keepFiringForText: '',
  labels: [['severity', 'critical']],
  annotations: [['summary', '{{ $labels.instance }} is "down"\n: {{ $value | humanize }}']],
};

function check(changes: Partial<RuleDraft>, group = 'shop', intervalText = '') {
  const checkExpr = (expr: string) => (expr === 'bad(' ? { message: 'no', start: 3, end: 4 } : null);
  return checkDraft({ ...GOOD, ...changes }, { file: 'a.yml', group }, intervalText, checkExpr);
}

describe('the check of a draft', () => {
  it('finds nothing in a good rule', () => {
    expect(check({})).toEqual([]);
    expect(check({}, 'a "b": c', '1m')).toEqual([]);
    expect(check({ kind: 'recording', name: 'a:b', forText: '', annotations: [] })).toEqual([]);
  });

  it.each([
    [{ name: ' ' }, 'name', 'needs a name'],
    [{ expr: '' }, 'expr', 'needs an expression'],
    [{ expr: 'bad(' }, 'expr', 'no'],
    [{ forText: '5 minutes' }, 'for', 'not a valid duration'],
    [{ keepFiringForText: '1.5h' }, 'keep_firing_for', 'not a valid duration'],
    [{ labels: [['', 'x']] }, 'labels/', 'invalid label name'],
    [{ labels: [['__name__', 'x']] }, 'labels/__name__', 'invalid label name'],
    [
      {
        labels: [
          ['a', '1'],
          ['a', '2'],
        ],
      },
      'labels/a',
      'given twice',
    ],
    [{ labels: [['a', '{{ nope }}']] }, 'labels/a', 'function "nope" not defined'],
    [{ annotations: [['summary', '{{ $labels.x']] }, 'annotations/summary', 'unclosed action'],
    [{ kind: 'recording', name: 'a:b' }, 'for', "invalid field 'for'"],
    [{ kind: 'recording', name: 'a:b', forText: '' }, 'annotations/summary', "invalid field 'annotations'"],
  ] as const)('names the field of %j', (changes, field, sentence) => {
    expect(check(changes)).toContainEqual(
      expect.objectContaining({ field, message: expect.stringContaining(sentence) }),
    );
  });

  it('names group and interval, the place in the expression, and all that is wrong at once', () => {
    expect(check({}, '')[0]?.field).toBe('group');
    expect(check({}, 'a', 'soon')[0]?.field).toBe('interval');
    expect(check({ name: '', expr: 'bad(', forText: 'x' }, '')).toMatchObject([
      { field: 'name' },
      { field: 'group' },
      { field: 'expr', start: 3, end: 4 },
      { field: 'for' },
    ]);
  });
});
