import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGGREGATION_OPERATORS } from '../ast.ts';
import { FUNCTION_SIGNATURES } from './signatures.ts';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/promql.md'), 'utf8');
const EXPERIMENTAL_AGGREGATIONS = ['limit_ratio', 'limitk'];

/** The names in code style of the tables of functions, by whether they stand under "experimental". */
function namesOfPage(): { stable: string[]; experimental: string[] } {
  const [, tables = ''] = /<!-- functions -->(.*)<!-- end of functions -->/s.exec(PAGE) ?? [];
  const names = { stable: [] as string[], experimental: [] as string[] };
  let isExperimentalTable = false;
  for (const line of tables.split('\n')) {
    if (line.startsWith('| functions')) isExperimentalTable = line.includes('experimental');
    const isExperimental = isExperimentalTable || line.startsWith('| experimental');
    for (const [, name = ''] of line.matchAll(/`([a-z0-9_]+)`/g)) {
      names[isExperimental ? 'experimental' : 'stable'].push(name);
    }
  }
  return names;
}

describe('the page about PromQL', () => {
  it('names all functions and aggregations, and none twice', () => {
    const namesWhere = (experimental: boolean): string[] => {
      const functions = [...FUNCTION_SIGNATURES].filter(([, one]) => one.experimental === experimental);
      const aggregations = AGGREGATION_OPERATORS.filter(
        (name) => EXPERIMENTAL_AGGREGATIONS.includes(name) === experimental,
      );
      return [...functions.map(([name]) => name), ...aggregations].sort();
    };
    const { stable, experimental } = namesOfPage();
    expect(stable.sort()).toEqual(namesWhere(false));
    expect(experimental.sort()).toEqual(namesWhere(true));
  });
});
