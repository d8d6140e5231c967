import { describe, expect, it } from 'vitest';
import type { RuleDraft } from '../../shared/domain/rule-draft.ts';
import { readStoredRule, withoutRule, withRule } from './rule-edits.ts';

const TEXT = `# The shop's rules.
groups:
- name: shop # of the shop team
  interval: 30s
  rules:
  # Nobody answers.
  - alert: Down
    expr: up == 0
    for: 5m # long enough for a restart
    labels:
      severity: critical # wakes somebody
      team: shop
    annotations: {summary: "{{ $labels.instance }} is down"}
  - record: shop:up:sum
    expr: |
      sum by (job) (
        up
      )
`;

const DOWN = { group: 'shop', index: 0, name: 'Down' };

function draft(changes: Partial<RuleDraft> = {}): RuleDraft {
  return {
    kind: 'alerting',
    name: 'Slow',
    expr: 'latency > 1',
    forText: '',
    keepFiringForText: '',
    labels: [],
    annotations: [],
    ...changes,
  };
}

describe('a rule in a file', () => {
  it('is read as it is written', () => {
    expect(readStoredRule(TEXT, DOWN)).toEqual({
      intervalText: '30s',
      draft: draft({
        name: 'Down',
        expr: 'up == 0',
        forText: '5m',
        labels: [
          ['severity', 'critical'],
          ['team', 'shop'],
        ],
        annotations: [['summary', '{{ $labels.instance }} is down']],
      }),
    });
    expect(readStoredRule(TEXT, { group: 'shop', index: 1, name: 'shop:up:sum' }).draft).toMatchObject({
      kind: 'recording',
      expr: 'sum by (job) (\n  up\n)',
    });
  });

  it('is changed at its place, and nothing else is', () => {
    const { draft: before } = readStoredRule(TEXT, DOWN);
    const edited = withRule(TEXT, {
      group: 'shop',
      intervalText: '30s',
      original: DOWN,
      draft: {
        ...before,
        forText: '10m',
        labels: [
          ['severity', 'warning'],
          ['team', 'shop'],
          ['tier', '1'],
        ],
      },
    });
    const expected = TEXT.replace('5m #', '10m #')
      .replace('severity: critical # wakes somebody', 'severity: warning # wakes somebody')
      .replace('      team: shop\n', '      team: shop\n      tier: "1"\n')
      .replace(
        '{summary: "{{ $labels.instance }} is down"}',
        '{ summary: "{{ $labels.instance }} is down" }',
      );
    expect(edited).toBe(expected);
    expect(withRule(TEXT, { group: 'shop', intervalText: '30s', original: DOWN, draft: before })).toContain(
      '# wakes somebody',
    );
  });

  it('is added to its group, to a new group, or to a new file', () => {
    const added = withRule(TEXT, { group: 'shop', intervalText: '30s', original: null, draft: draft() });
    expect(added.endsWith('  - alert: Slow\n    expr: latency > 1\n')).toBe(true);
    const other = withRule(TEXT, {
      group: 'late',
      intervalText: '1m',
      original: null,
      draft: draft({ forText: '1m' }),
    });
    expect(
      other.endsWith(
        '- name: late\n  interval: 1m\n  rules:\n  - alert: Slow\n    expr: latency > 1\n    for: 1m\n',
      ),
    ).toBe(true);
    expect(withRule('', { group: 'g', intervalText: '', original: null, draft: draft() })).toBe(
      'groups:\n  - name: g\n    rules:\n      - alert: Slow\n        expr: latency > 1\n',
    );
  });

  it('moves to another group, and its old one goes with its last rule', () => {
    const once = withRule(TEXT, {
      group: 'b',
      intervalText: '',
      original: DOWN,
      draft: readStoredRule(TEXT, DOWN).draft,
    });
    expect(readStoredRule(once, { group: 'b', index: 0, name: 'Down' }).intervalText).toBe('');
    const removed = withoutRule(once, { group: 'shop', index: 0, name: 'shop:up:sum' });
    expect(removed).not.toContain('name: shop');
    expect(removed).toContain("# The shop's rules.");
    expect(withoutRule(removed ?? '', { group: 'b', index: 0, name: 'Down' })).toBeNull();
  });

  it('becomes a recording rule without losing its place', () => {
    const edited = withRule(TEXT, {
      group: 'shop',
      intervalText: '30s',
      original: DOWN,
      draft: draft({ kind: 'recording', name: 'a:b', expr: 'up' }),
    });
    expect(edited).toContain('  # Nobody answers.\n  - record: a:b\n    expr: up\n  - record: shop:up:sum');
  });

  it('keeps texts that YAML would read as something else', () => {
    const odd: readonly (readonly [string, string])[] = [
      ['a', 'yes: no'],
      ['b', '1e3'],
      ['c', '~'],
      ['d', ' x\ny '],
      ['e', '#'],
      ['f', '"'],
      ['__proto__', 'z'],
    ];
    const text = withRule('', {
      group: 'on',
      intervalText: '',
      original: null,
      draft: draft({ name: 'null', labels: odd }),
    });
    expect(readStoredRule(text, { group: 'on', index: 0, name: 'null' }).draft.labels).toEqual(odd);
  });

  it.each([
    [{ ...DOWN, index: 5 }, TEXT, 'no longer at its place'],
    [{ ...DOWN, name: 'Other' }, TEXT, 'no longer at its place'],
    [{ ...DOWN, group: 'nothing' }, TEXT, 'no longer at its place'],
    [DOWN, 'groups: [', 'only be edited as text'],
    [DOWN, `${TEXT}---\na: 1\n`, 'only be edited as text'],
    [DOWN, 'x: &g [{name: shop}]\ngroups: *g\n', 'only be edited as text'],
  ])('that is not there is refused: %j', (place, text, sentence) => {
    expect(() => readStoredRule(text, place)).toThrow(sentence);
  });
});
