import { describe, expect, it } from 'vitest';
import type { FilledVariable } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { ExprTree } from '../../../../shared/domain/expr-tree.ts';
import { type EmptyFacts, emptyVariables, explainEmpty, metricOf, selectorsOf } from './why-empty.ts';

const leaf = (expr: string, type: ExprTree['type'] = 'vector'): ExprTree => ({
  label: expr,
  expr,
  type,
  children: [],
});
const RANGE = { from: 'now-15m', to: 'now' };

/** An environment: selectors with series now, and those that once had some. */
function environment(
  now: readonly string[],
  once: readonly string[],
  down: readonly string[] = [],
): EmptyFacts {
  return {
    explain: async (expr) => leaf(expr),
    hasSeries: async (selector, { from }) =>
      (from === 0 || from === 'now-24h' ? [...now, ...once] : now).includes(selector),
    listDown: async () => down,
  };
}

const why = (expr: string, facts: EmptyFacts) => explainEmpty([expr], RANGE, facts);

describe('selectors', () => {
  it('are the leaves of an expression, without range and offset', () => {
    const tree = {
      ...leaf('a / b'),
      children: [
        { ...leaf('rate(a{x="}]"}[5m])'), children: [leaf('a{x="}]"}[5m] offset 1h', 'matrix')] },
        leaf('b'),
        leaf('2', 'scalar'),
      ],
    };
    expect(selectorsOf(tree)).toEqual(['a{x="}]"}', 'b']);
  });

  it('name a metric in front, in quotes or by its label', () => {
    expect(metricOf('up{job="a"}')).toBe('up');
    expect(metricOf('{__name__="up",job="a"}')).toBe('up');
    expect(metricOf('{"http.requests",job="a"}')).toBe('http.requests');
    expect(metricOf('{job="a"}')).toBeNull();
  });
});

describe('why queries have no series', () => {
  it('is a metric that nobody has, with the endpoints that might', async () => {
    expect(await why('nope', environment([], [], ['shop']))).toEqual({
      kind: 'metric',
      name: 'nope',
      down: ['shop'],
    });
  });

  it('is the labels, where the metric has other ones', async () => {
    const facts = environment(['{__name__="up"}'], []);
    expect(await why('up{job="nope"}', facts)).toEqual({ kind: 'labels', selector: 'up{job="nope"}' });
  });

  it('is the range, where there are older samples', async () => {
    expect(await why('up', environment([], ['up']))).toEqual({
      kind: 'range',
      selector: 'up',
      wider: { from: 'now-24h', to: 'now' },
    });
  });

  it('is an endpoint that is down, where the range follows now', async () => {
    expect(await why('up', environment([], ['up'], ['shop']))).toEqual({ kind: 'down', names: ['shop'] });
  });

  it('is the calculation, where all selectors find series', async () => {
    expect(await why('up', environment(['up'], []))).toEqual({ kind: 'result' });
  });
});

describe('variables without a value', () => {
  const variable = (values: readonly string[], more: Partial<FilledVariable> = {}): FilledVariable => ({
    ...{ name: 'x', values, text: '', all: false, allValue: null, multiple: false },
    ...more,
  });

  it('are those that the queries mention', () => {
    const variables = new Map([
      ['job', variable([])],
      ['node', variable(['a'])],
      ['other', variable([])],
      ['any', variable([], { all: true, allValue: '.*' })],
    ]);
    expect(emptyVariables(['up{job="$job",node="$node",any=~"$any"}'], variables)).toEqual(['job']);
  });
});
