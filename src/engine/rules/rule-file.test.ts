import { describe, expect, it } from 'vitest';
import { parseRuleFile } from './rule-file.ts';

function parse(text: string) {
  return parseRuleFile({ name: 'rules.yml', text }, (expr) =>
    expr.includes('+!') ? '1:1: parse error: no' : null,
  );
}

function errors(text: string): readonly string[] {
  return parse(text).errors.map(({ line, rule, message }) => `${line} ${rule}: ${message}`);
}

describe('rule files', () => {
  it('reads groups with all their fields', () => {
    const { groups, errors: problems } = parse(`
groups:
  - name: g
    interval: 30s
    query_offset: 1m
    limit: 5
    labels: {team: web, severity: low}
    rules:
      - alert: Down
        expr: up == 0
        for: 5m
        keep_firing_for: 1h30m
        labels: {severity: page, drop: ""}
        annotations: {summary: "{{ $labels.job }}"}
      - record: a:b
        expr: |
          sum(x)
`);
    expect(problems).toEqual([]);
    expect(groups).toEqual([
      {
        name: 'g',
        file: 'rules.yml',
        intervalMs: 30_000,
        queryOffsetMs: 60_000,
        limit: 5,
        rules: [
          {
            kind: 'alerting',
            name: 'Down',
            expr: 'up == 0',
            forMs: 300_000,
            keepFiringForMs: 5_400_000,
            labels: [
              ['drop', ''],
              ['severity', 'page'],
              ['team', 'web'],
            ],
            annotations: [['summary', '{{ $labels.job }}']],
          },
          {
            kind: 'recording',
            name: 'a:b',
            expr: 'sum(x)',
            forMs: 0,
            keepFiringForMs: 0,
            labels: [
              ['severity', 'low'],
              ['team', 'web'],
            ],
            annotations: [],
          },
        ],
      },
    ]);
  });

  it('follows anchors and merge keys, and reads scalars as they are written', () => {
    const { groups, errors: problems } = parse(`
groups:
  - name: g
    rules:
      - &base
        alert: A
        expr: 1
        labels: &l {code: 010, on: yes}
      - <<: *base
        alert: B
        annotations: *l
---
groups: [{name: ignored}]
`);
    expect(problems).toEqual([]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.rules.map((rule) => [rule.name, rule.expr, rule.labels, rule.annotations])).toEqual([
      [
        'A',
        '1',
        [
          ['code', '010'],
          ['on', 'yes'],
        ],
        [],
      ],
      [
        'B',
        '1',
        [
          ['code', '010'],
          ['on', 'yes'],
        ],
        [
          ['code', '010'],
          ['on', 'yes'],
        ],
      ],
    ]);
  });

  it.each(['', '# nothing\n', 'groups:\n', 'groups: []\n'])('takes a file without groups: %j', (text) => {
    expect(parse(text)).toEqual({ groups: [], errors: [] });
  });

  it.each([
    ['groups:\n- name: a\n- name: a\n', ['3 : groupname: "a" is repeated in the same file']],
    ['groups:\n- rules: []\n', ['2 : groupname must not be empty']],
    ['group: []\n', ['1 : field group not found in a rule file']],
    ['groups:\n- name: a\n  intervall: 1m\n', ['3 : field intervall not found in a rule group']],
    [
      'groups:\n- name: a\n  interval: 5\n',
      ['3 : interval: not a valid duration string: "5" (write it like 15s, 1h30m or 500ms)'],
    ],
    ['groups:\n- name: a\n  limit: "3"\n', ['3 : limit must be a whole number, not "3"']],
    ['groups: 3\n', ['1 : groups must be a list, not "3"']],
    [
      'groups:\n- name: [1]\n',
      ['2 : groupname must not be empty', '2 : name must be text, not a list'].reverse(),
    ],
  ])('refuses %j', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  it.each([
    ['record: a\nalert: b\nexpr: 1', "only one of 'record' and 'alert' must be set"],
    ['expr: 1', "one of 'record' or 'alert' must be set"],
    ['record: a', "field 'expr' must be set in rule"],
    ['record: a\nexpr: "+!"', 'could not parse expression: 1:1: parse error: no'],
    ['record: a\nexpr: 1\nfor: 1m', "invalid field 'for' in recording rule"],
    ['record: a\nexpr: 1\nkeep_firing_for: 1m', "invalid field 'keep_firing_for' in recording rule"],
    ['record: a\nexpr: 1\nannotations: {a: b}', "invalid field 'annotations' in recording rule"],
    [
      'record: a{b="c"}\nexpr: 1',
      'braces present in the recording rule name; should it be in expr?: a{b="c"}',
    ],
    ['alert: a\nexpr: 1\nlabels: {__name__: b}', 'invalid label name: __name__'],
    [
      'alert: a\nexpr: 1\nlabels: {l: "{{ nope }}"}',
      'label "l": template: __alert_a:1: function "nope" not defined',
    ],
    [
      'alert: a\nexpr: 1\nannotations: {l: "{{ if }}"}',
      'annotation "l": template: __alert_a:1: missing value for if',
    ],
    ['alert: a\nexpr: 1\nextra: 1', 'field extra not found in a rule'],
    ['alert: a\nexpr: 1\nexpr: 2', 'yaml: map keys must be unique'],
  ])('refuses the rule %j', (rule, message) => {
    const text = `groups:\n- name: g\n  rules:\n  - ${rule.replaceAll('\n', '\n    ')}\n`;
    const [first, ...others] = parse(text).errors;
    expect(others).toEqual([]);
    expect(first?.message).toContain(message);
    expect(first?.line).toBeGreaterThanOrEqual(4);
    expect(parse(text).groups).toEqual([]);
  });

  it('names the rule and the line of an error', () => {
    expect(errors('groups:\n- name: g\n  rules:\n  - alert: A\n    expr: 1\n    for: soon\n')).toEqual([
      '6 A: for: not a valid duration string: "soon" (write it like 15s, 1h30m or 500ms)',
    ]);
  });

  it('says where YAML is broken', () => {
    expect(errors('groups:\n- name: "a\n')[0]).toMatch(/^\d+ : yaml: /);
  });

  it('names an anchor that is not there', () => {
    expect(errors('groups:\n- name: g\n  interval: *nope\n')[0]).toBe(
      "3 : yaml: unknown anchor 'nope' referenced",
    );
  });

  it('bounds what aliases can multiply', () => {
    const rules = `[${'*r,'.repeat(12_000)}]`;
    const text = `groups:\n- name: a\n  rules: [&r {record: a, expr: 1}]\n- name: b\n  rules: ${rules}\n`;
    expect(errors(text).some((error) => error.includes('more than 10000 aliases'))).toBe(true);
  });
});
