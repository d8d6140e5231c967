import { describe, expect, it } from 'vitest';
import type { DashboardVariable } from '../../domain/dashboard-variable.ts';
import { AppError } from '../../errors.ts';
import type { BuiltinContext } from './builtins.ts';
import { type ResolvedVariable, resolveVariables, type VariableHost } from './resolve-variables.ts';
import type { VariableRequest } from './variable-query.ts';
import type { RegexMatch } from './variable-regex.ts';

const BUILTINS: BuiltinContext = {
  startMs: 0,
  endMs: 3_600_000,
  stepMs: 15_000,
  scrapeIntervalMs: 15_000,
  dashboardTitle: '',
};

/** Answers with the given texts and writes down what it was asked. */
class ListedHost implements VariableHost {
  readonly asked: VariableRequest[] = [];
  private readonly answers: readonly string[];

  constructor(answers: readonly string[]) {
    this.answers = answers;
  }

  async answer(request: VariableRequest): Promise<readonly string[]> {
    this.asked.push(request);
    return this.answers;
  }

  compileRegex(pattern: string, flags: string): (text: string) => RegexMatch[] {
    const regex = new RegExp(pattern, `g${flags}`);
    return (text) =>
      [...text.matchAll(regex)].map((match) => ({
        groups: [...match],
        named: new Map(Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined)),
      }));
  }
}

function resolve(
  variables: readonly DashboardVariable[],
  host: VariableHost = new ListedHost(['b', 'a']),
  choices: readonly (readonly [string, readonly string[]])[] = [],
): Promise<readonly ResolvedVariable[]> {
  return resolveVariables(variables, new Map(choices), host, BUILTINS);
}

function query(name: string, text: string, rest: object = {}): DashboardVariable {
  return { kind: 'query', name, query: text, ...rest };
}

describe('resolveVariables', () => {
  it('asks in the order in which variables need each other, with values filled in', async () => {
    const host = new ListedHost(['x"y', 'z']);
    const resolved = await resolve(
      [query('b', 'label_values(up{a="$a"}, b)'), query('a', 'label_values(a)')],
      host,
    );
    expect(host.asked).toEqual([
      { kind: 'labelValues', selector: null, label: 'a' },
      { kind: 'labelValues', selector: 'up{a="x\\"y"}', label: 'b' },
    ]);
    expect(resolved.map(({ variable }) => variable.name)).toEqual(['a', 'b']);
  });

  it('cuts a circle at the variable that closes it, and names all of it', async () => {
    const circle = [query('a', 'label_values(x{l="$b"}, l)'), query('b', '$c'), query('c', '[[a]]')];
    const resolved = await resolve(circle);
    const problems = new Map(resolved.map(({ variable, problem }) => [variable.name, problem]));
    expect(problems.get('c')).toContain('a → b → c → a');
    expect(problems.get('a')).toBeNull();
  });

  it('does not take a variable that mentions itself for a circle', async () => {
    await expect(resolve([query('a', 'label_values(x{a=~"$a"}, a)')])).resolves.toHaveLength(1);
  });

  it.each([
    [{}, [], ['b']],
    [{ sort: 'alphabetical' }, [], ['a']],
    [{ current: { text: 'a', value: 'a' } }, [], ['a']],
    [{ current: { text: 'gone', value: 'gone' } }, [], ['b']],
    [{ multi: true, current: { text: ['a', 'gone'], value: ['a', 'gone'] } }, [], ['a']],
    [{ current: { text: 'a', value: 'a' } }, ['b'], ['b']],
    [{ multi: true }, ['a', 'b'], ['a', 'b']],
  ])('with %j and the choice %j has the values %j', async (rest, choice, values) => {
    const choices = choice.length === 0 ? [] : ([['v', choice]] as const);
    const [resolved] = await resolve([query('v', 'label_values(v)', rest)], undefined, choices);
    expect(resolved?.filled.values).toEqual(values);
  });

  it('takes all where nothing is chosen and all may be', async () => {
    const [resolved] = await resolve([query('v', 'label_values(v)', { includeAll: true, allValue: '' })]);
    expect(resolved?.filled).toMatchObject({ all: true, allValue: null, values: ['b', 'a'], text: 'All' });
  });

  it('filters and cuts answers by the regex', async () => {
    const host = new ListedHost([
      'up{pod="web-1"} 1 5',
      'up{pod="web-2"} 1 5',
      'up{pod="db-1"} 1 5',
      'up{pod="web-1"} 2 5',
    ]);
    const [resolved] = await resolve([query('v', 'query_result(up)', { regex: '/pod="(web[^"]*)"/' })], host);
    expect(resolved?.options.map(({ value }) => value)).toEqual(['web-1', 'web-2']);
  });

  it('reads text and value from named groups', async () => {
    const host = new ListedHost(['id="7" name="seven"']);
    const regex = '/id="(?<value>\\d+)" name="(?<text>\\w+)"/';
    const [resolved] = await resolve([query('v', 'query_result(up)', { regex })], host);
    expect(resolved?.options).toEqual([{ text: 'seven', value: '7' }]);
    expect(resolved?.filled.text).toBe('seven');
  });

  it('keeps the values of the dashboard where a query fails, and says why', async () => {
    const failing: VariableHost = {
      answer: () => Promise.reject(new AppError('bad_data', 'no such thing')),
      compileRegex: () => () => [],
    };
    const [resolved] = await resolve([query('v', 'x', { current: { text: 'k', value: 'k' } })], failing);
    expect(resolved).toMatchObject({ problem: 'no such thing', filled: { values: ['k'] } });
  });

  it('lets bugs of a host through', async () => {
    const broken: VariableHost = {
      answer: () => Promise.reject(new TypeError('bug')),
      compileRegex: () => () => [],
    };
    await expect(resolve([query('v', 'x')], broken)).rejects.toThrow(TypeError);
  });

  it('fills the other kinds without asking', async () => {
    const host = new ListedHost(['sextant']);
    const resolved = await resolve(
      [
        { kind: 'custom', name: 'c', query: 'one : 1, two\\, too, 3' },
        { kind: 'interval', name: 'i', query: '"1m","5m"', current: { text: '5m', value: '5m' } },
        {
          kind: 'interval',
          name: 'auto',
          query: '1m',
          current: { text: 'auto', value: '$__auto_interval_auto' },
        },
        { kind: 'constant', name: 'k', query: 'fixed' },
        { kind: 'textbox', name: 't', query: 'start' },
        { kind: 'datasource', name: 'd', query: 'prometheus', regex: 'nothing-here' },
        { kind: 'adhoc', name: 'h' },
        { kind: 'unsupported', name: 'u', type: 'switch', reason: 'not known' },
      ],
      host,
      [['t', ['typed']]],
    );
    const values = new Map(resolved.map(({ variable, filled }) => [variable.name, filled.values]));
    expect(Object.fromEntries(values)).toEqual({
      c: ['1'],
      i: ['5m'],
      auto: ['2m'],
      k: ['fixed'],
      t: ['typed'],
      d: ['sextant'],
      h: [],
      u: [],
    });
    expect(resolved[0]?.options).toEqual([
      { text: 'one', value: '1' },
      { text: 'two, too', value: 'two, too' },
      { text: '3', value: '3' },
    ]);
    expect(host.asked).toEqual([{ kind: 'datasources', type: 'prometheus' }]);
    expect(resolved.at(-1)?.problem).toBe('not known');
  });
});
