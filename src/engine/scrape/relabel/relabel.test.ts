import { describe, expect, it } from 'vitest';
import { DEFAULT_RELABEL_CONFIG, type RelabelConfig } from '../../../shared/domain/relabel.ts';
import { compileRelabeling } from './relabel.ts';

function step(changes: Partial<RelabelConfig>): RelabelConfig {
  return { ...DEFAULT_RELABEL_CONFIG, ...changes };
}

function relabel(labels: Record<string, string>, ...steps: Partial<RelabelConfig>[]) {
  const map = new Map(Object.entries(labels));
  const keep = compileRelabeling(steps.map(step))?.(map) ?? true;
  return keep ? Object.fromEntries(map) : null;
}

describe('relabelling', () => {
  it.each<[string, Record<string, string>, Partial<RelabelConfig>[], Record<string, string> | null]>([
    [
      'replaces with groups by number and name',
      { path: '/api/users' },
      [
        {
          sourceLabels: ['path'],
          regex: '/(?P<kind>\\w+)/(\\w+)',
          targetLabel: 'r',
          replacement: '$kind-${2}$$',
        },
      ],
      { path: '/api/users', r: 'api-users$' },
    ],
    [
      'joins sources',
      { a: 'x', b: 'y' },
      [{ sourceLabels: ['a', 'none', 'b'], targetLabel: 'c' }],
      { a: 'x', b: 'y', c: 'x;;y' },
    ],
    [
      'joins with another separator',
      { a: 'x', b: 'y' },
      [{ sourceLabels: ['a', 'b'], separator: '', targetLabel: 'c' }],
      { a: 'x', b: 'y', c: 'xy' },
    ],
    [
      'does nothing where the whole value does not match',
      { a: 'xy' },
      [{ sourceLabels: ['a'], regex: 'x', targetLabel: 'b' }],
      { a: 'xy' },
    ],
    [
      'matches line breaks',
      { a: 'x\ny' },
      [{ sourceLabels: ['a'], targetLabel: 'b' }],
      { a: 'x\ny', b: 'x\ny' },
    ],
    [
      'removes a label that becomes empty',
      { a: 'x', b: 'y' },
      [{ sourceLabels: ['none'], targetLabel: 'b' }],
      { a: 'x' },
    ],
    ['sets a fixed value', { a: 'x' }, [{ targetLabel: 'b', replacement: 'z' }], { a: 'x', b: 'z' }],
    [
      'expands the target label',
      { a: 'name=v' },
      [{ sourceLabels: ['a'], regex: '(\\w+)=(\\w+)', targetLabel: 'l_${1}', replacement: '$2' }],
      { a: 'name=v', l_name: 'v' },
    ],
    [
      'takes a group name as far as it goes',
      { a: 'x' },
      [{ sourceLabels: ['a'], targetLabel: 'b', replacement: '$1_' }],
      { a: 'x' },
    ],
    ['keeps', { a: 'x' }, [{ sourceLabels: ['a'], regex: 'x|y', action: 'keep' }], { a: 'x' }],
    ['drops what is not kept', { a: 'xx' }, [{ sourceLabels: ['a'], regex: 'x|y', action: 'keep' }], null],
    ['drops', { a: 'x' }, [{ sourceLabels: ['a'], regex: 'x', action: 'drop' }], null],
    ['drops by an absent label', { a: 'x' }, [{ sourceLabels: ['b'], regex: '', action: 'drop' }], null],
    [
      'keeps equal ones',
      { a: 'x', b: 'x' },
      [{ sourceLabels: ['a'], targetLabel: 'b', action: 'keepequal' }],
      { a: 'x', b: 'x' },
    ],
    [
      'drops unequal ones',
      { a: 'x', b: 'y' },
      [{ sourceLabels: ['a'], targetLabel: 'b', action: 'keepequal' }],
      null,
    ],
    [
      'drops equal ones',
      { a: 'x', b: 'x' },
      [{ sourceLabels: ['a'], targetLabel: 'b', action: 'dropequal' }],
      null,
    ],
    [
      'hashes',
      { a: 'foo', b: 'bar' },
      [{ sourceLabels: ['a', 'b'], targetLabel: 'h', modulus: 1000, action: 'hashmod' }],
      { a: 'foo', b: 'bar', h: '750' },
    ],
    [
      'maps labels',
      { __meta_app: 'x', b: 'y' },
      [{ regex: '__meta_(.+)', action: 'labelmap' }],
      { __meta_app: 'x', app: 'x', b: 'y' },
    ],
    [
      'maps what was there before',
      { a: '1' },
      [{ regex: '(a+)', replacement: 'a$1', action: 'labelmap' }],
      { a: '1', aa: '1' },
    ],
    ['drops labels', { ab: '1', ac: '2', b: '3' }, [{ regex: 'a.', action: 'labeldrop' }], { b: '3' }],
    [
      'keeps labels',
      { ab: '1', ac: '2', b: '3' },
      [{ regex: 'a.', action: 'labelkeep' }],
      { ab: '1', ac: '2' },
    ],
    [
      'lowers case',
      { a: 'STRASSE İX' },
      [{ sourceLabels: ['a'], targetLabel: 'b', action: 'lowercase' }],
      { a: 'STRASSE İX', b: 'strasse ix' },
    ],
    [
      'raises case without making two letters of one',
      { a: 'straße' },
      [{ sourceLabels: ['a'], targetLabel: 'b', action: 'uppercase' }],
      { a: 'straße', b: 'STRAßE' },
    ],
    [
      'goes on after each step',
      { a: 'x' },
      [
        { sourceLabels: ['a'], targetLabel: 'b' },
        { sourceLabels: ['b'], regex: 'x', action: 'drop' },
      ],
      null,
    ],
    [
      'leaves a label named __proto__ a label',
      { a: 'x' },
      [{ sourceLabels: ['__proto__'], regex: '.+', action: 'drop' }],
      { a: 'x' },
    ],
  ])('%s', (_, labels, steps, expected) => {
    expect(relabel(labels, ...steps)).toEqual(expected);
  });

  it.each<[Partial<RelabelConfig>, string, string]>([
    [{}, 'targetLabel', "relabel configuration for replace action requires 'target_label' value"],
    [
      { action: 'hashmod', targetLabel: 'a' },
      'modulus',
      'relabel configuration for hashmod requires non-zero modulus',
    ],
    [
      { targetLabel: '${1', sourceLabels: ['a'] },
      'targetLabel',
      `"\${1" is invalid 'target_label' for replace action`,
    ],
    [
      { action: 'lowercase', targetLabel: 'a', replacement: 'x' },
      'replacement',
      "'replacement' can not be set for lowercase action",
    ],
    [
      { action: 'labelmap', replacement: 'a$' },
      'replacement',
      `"a$" is invalid 'replacement' for labelmap action`,
    ],
    [
      { action: 'keepequal', targetLabel: 'a', regex: 'x' },
      'regex',
      "keepequal action requires only 'source_labels' and `target_label`, and no other fields",
    ],
    [
      { action: 'labeldrop', regex: 'x', sourceLabels: ['a'] },
      'sourceLabels',
      "labeldrop action requires only 'regex', and no other fields",
    ],
  ])('refuses %j', (changes, field, message) => {
    expect(() => compileRelabeling([step(changes)])).toThrow(
      expect.objectContaining({ code: 'bad_data', message, details: { field } }),
    );
  });

  it('refuses what RE2 refuses', () => {
    expect(() => compileRelabeling([step({ targetLabel: 'a', regex: '(?=x)' })])).toThrow(
      /invalid regular expression/,
    );
  });
});
