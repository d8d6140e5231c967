import { describe, expect, it } from 'vitest';
import type { Transformation } from '../../../../shared/domain/dashboard-panel.ts';
import type { Cell, Frame } from './frame.ts';
import { transformFrames } from './transform-frames.ts';
import { seriesTransform } from './transform-series.ts';

const step = (id: string, options: object): Transformation => ({
  id,
  options: options as Transformation['options'],
});

const FRAME: Frame = {
  refId: 'A',
  fields: [
    { key: 'Time', name: 'Time', refId: 'A', type: 'time' },
    { key: 'job', name: 'job', refId: 'A', type: 'string' },
    { key: 'Value', name: 'Value', refId: 'A', type: 'number' },
  ],
  rows: [
    ['api', 3],
    ['db', 1],
    ['api', 5],
    ['web', Number.NaN],
  ].map(
    ([job, value]) =>
      new Map<string, Cell>([
        ['job', job as string],
        ['Value', value as number],
      ]),
  ),
};

function table(...steps: Transformation[]): (string | number)[][] {
  const [frame] = transformFrames([FRAME], steps);
  if (frame === undefined) return [];
  const fields = frame.fields.filter(({ type }) => type !== 'time');
  return [
    fields.map(({ name }) => name),
    ...frame.rows.map((row) => fields.map(({ key }) => row.get(key) ?? '-')),
  ];
}

describe('transformations of tables', () => {
  it('group and calculate', () => {
    const fields = {
      job: { operation: 'groupby', aggregations: [] },
      Value: { operation: 'aggregate', aggregations: ['sum', 'count'] },
    };
    expect(table(step('groupBy', { fields }))).toEqual([
      ['job', 'Value (sum)', 'Value (count)'],
      ['api', 8, 2],
      ['db', 1, 1],
      ['web', Number.NaN, 1],
    ]);
    const binary = { left: 'Value', operator: '*', right: '10' };
    expect(table(step('calculateField', { mode: 'binary', binary, alias: 'x' }))[1]).toEqual(['api', 3, 30]);
    const reduce = { reducer: 'sum', include: ['Value'] };
    expect(table(step('calculateField', { mode: 'reduceRow', reduce }))[0]).toEqual([
      'job',
      'Value',
      'Total',
    ]);
  });

  it('filter, sort and limit rows', () => {
    const above = { fieldName: 'Value', config: { id: 'greater', options: { value: 2 } } };
    expect(table(step('filterByValue', { type: 'include', match: 'any', filters: [above] }))).toHaveLength(3);
    expect(table(step('filterByValue', { type: 'exclude', match: 'all', filters: [above] }))).toHaveLength(3);
    const sorted = table(
      step('sortBy', { sort: [{ field: 'Value', desc: true }] }),
      step('limit', { limitField: 2 }),
    );
    expect(sorted).toEqual([
      ['job', 'Value'],
      ['api', 5],
      ['api', 3],
    ]);
  });

  it('rename, hide and order fields', () => {
    expect(table(step('renameByRegex', { regex: '(V)alue', renamePattern: '$1' }))[0]).toEqual(['job', 'V']);
    expect(table(step('filterFieldsByName', { include: { pattern: '/^job/' } }))[0]).toEqual(['job']);
    const organize = { indexByName: { Value: 0, job: 1 }, renameByName: { job: 'Job' }, excludeByName: {} };
    expect(table(step('organize', organize))[0]).toEqual(['Value', 'Job']);
    expect(table(step('organize', { excludeByName: { Value: true } }))[0]).toEqual(['job']);
  });

  it('reduce columns to rows', () => {
    expect(table(step('reduce', { reducers: ['max', 'min'] }))).toEqual([
      ['Field', 'Max', 'Min'],
      ['Value', 5, 1],
    ]);
  });

  it('leave what is switched off, unknown or can’t be read alone', () => {
    const off = { ...step('limit', { limitField: 1 }), disabled: true };
    const bad = step('renameByRegex', { regex: '(', renamePattern: '$1' });
    expect(table(off, step('nothing', {}), bad, step('sortBy', {}), step('groupBy', {}))).toEqual(table());
  });
});

it('renames and filters the series of charts', () => {
  const transform = seriesTransform([
    step('filterByRefId', { include: 'A|B' }),
    step('renameByRegex', { regex: '^node-(.*)$', renamePattern: '$1' }),
    step('organize', { excludeByName: { hidden: true } }),
  ]);
  expect(transform('node-1', 'A')).toBe('1');
  expect(transform('node-hidden', 'A')).toBeNull();
  expect(transform('node-1', 'C')).toBeNull();
});

describe('a matrix of groups', () => {
  const cell = (job: string, code: string, value: number) =>
    new Map<string, Cell>([
      ['job', job],
      ['code', code],
      ['Value', value],
    ]);
  const frame: Frame = {
    refId: 'A',
    fields: (['job', 'code', 'Value'] as const).map((name) => ({
      ...{ key: name, name, refId: 'A' },
      type: name === 'Value' ? 'number' : 'string',
    })),
    rows: [cell('api', '200', 5), cell('api', '500', 1), cell('db', '200', 7)],
  };
  const matrix = (options: object) => {
    const steps = [step('groupingToMatrix', { columnField: 'code', rowField: 'job', ...options })];
    const [made] = transformFrames([frame], steps);
    return made === undefined
      ? []
      : [
          made.fields.map(({ name }) => name),
          ...made.rows.map((row) => made.fields.map(({ key }) => row.get(key))),
        ];
  };

  it('has a row and a column for each value', () => {
    expect(matrix({})).toEqual([
      ['job\\code', '200', '500'],
      ['api', 5, 1],
      ['db', 7, undefined],
    ]);
  });

  it('fills what is empty where it is told to, and leaves unknown fields alone', () => {
    expect(matrix({ emptyValue: 'zero' })[2]).toEqual(['db', 7, 0]);
    expect(matrix({ valueField: 'nope' })[0]).toEqual(['job', 'code', 'Value']);
  });
});
