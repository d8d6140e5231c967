import type { JsonObject } from '../../../../shared/domain/json.ts';
import { fitsPattern } from '../../../lib/re2-search.ts';
import { reduceColumn } from '../display/reduce-column.ts';
import { type Cell, type Field, type Frame, fieldOf, numbersOf } from './frame.ts';
import { objectAt, objectsAt, textAt, textsAt } from './transform-options.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** Names of calculations in a table's head. */
const CALC_NAMES: Readonly<Record<string, string>> = {
  lastNotNull: 'Last *',
  last: 'Last',
  firstNotNull: 'First *',
  first: 'First',
  mean: 'Mean',
  min: 'Min',
  max: 'Max',
  sum: 'Total',
  count: 'Count',
  range: 'Range',
  delta: 'Delta',
  diff: 'Difference',
};

/** Orders rows by the first field of `sort`; rows without a cell come last. */
export function sortRows(frame: Frame, options: JsonObject): Frame {
  const [sort] = objectsAt(options, 'sort');
  const field = sort === undefined ? undefined : fieldOf(frame, textAt(sort, 'field'));
  if (sort === undefined || field === undefined) return frame;
  const sign = sort.desc === true ? -1 : 1;
  const rows = [...frame.rows].sort((a, b) => {
    const left = a.get(field.key);
    const right = b.get(field.key);
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
    return typeof left === 'number' && typeof right === 'number'
      ? sign * (left - right)
      : sign * collator.compare(String(left), String(right));
  });
  return { ...frame, rows };
}

/** The first rows [10]. */
export function limitRows(frame: Frame, options: JsonObject): Frame {
  const limit = Number(options.limitField ?? 10);
  return Number.isFinite(limit) ? { ...frame, rows: frame.rows.slice(0, Math.max(0, limit)) } : frame;
}

function meets(cell: Cell | undefined, id: string, options: JsonObject): boolean {
  const isNull = cell === undefined || (typeof cell === 'number' && Number.isNaN(cell));
  const value = Number(textAt(options, 'value'));
  const number = typeof cell === 'number' ? cell : Number.NaN;
  switch (id) {
    case 'isNull':
      return isNull;
    case 'isNotNull':
      return !isNull;
    case 'greater':
      return number > value;
    case 'greaterOrEqual':
      return number >= value;
    case 'lower':
      return number < value;
    case 'lowerOrEqual':
      return number <= value;
    case 'between':
    case 'range':
      return number >= Number(textAt(options, 'from')) && number <= Number(textAt(options, 'to'));
    case 'equal':
      return typeof cell === 'number' ? cell === value : String(cell ?? '') === textAt(options, 'value');
    case 'notEqual':
      return !meets(cell, 'equal', options);
    case 'regex':
      return fitsPattern(textAt(options, 'value'), String(cell ?? ''));
    case 'substring':
      return String(cell ?? '')
        .toLowerCase()
        .includes(textAt(options, 'value').toLowerCase());
    default:
      return true;
  }
}

/** Keeps (or drops) the rows that meet all or any of the conditions. */
export function filterRows(frame: Frame, options: JsonObject): Frame {
  const conditions = objectsAt(options, 'filters').flatMap((filter) => {
    const field = fieldOf(frame, textAt(filter, 'fieldName'));
    const config = objectAt(filter, 'config');
    if (field === undefined) return [];
    const inner = objectAt(config, 'options');
    return [(row: ReadonlyMap<string, Cell>) => meets(row.get(field.key), textAt(config, 'id'), inner)];
  });
  if (conditions.length === 0) return frame;
  const isAny = options.match !== 'all';
  const drops = options.type === 'exclude';
  const rows = frame.rows.filter((row) => {
    const isMet = isAny ? conditions.some((fits) => fits(row)) : conditions.every((fits) => fits(row));
    return isMet !== drops;
  });
  return { ...frame, rows };
}

/** One row for each combination of the `groupby` fields; the aggregated ones are calculated over its rows. */
export function groupRows(frame: Frame, options: JsonObject): Frame {
  const plan = objectAt(options, 'fields');
  const planned = frame.fields.map((field) => ({ field, how: objectAt(plan, field.name) }));
  const by = planned.filter(({ how }) => how.operation === 'groupby').map(({ field }) => field);
  if (by.length === 0) return frame;
  const sums = planned
    .filter(({ how }) => how.operation === 'aggregate')
    .flatMap(({ field, how }) =>
      textsAt(how, 'aggregations').map((calc) => {
        const name = `${field.name} (${calc})`;
        const made: Field = { key: name, name, refId: field.refId, type: 'number' };
        return { field, calc, made };
      }),
    );
  const groups = new Map<string, ReadonlyMap<string, Cell>[]>();
  for (const row of frame.rows) {
    const key = JSON.stringify(by.map((field) => row.get(field.key) ?? null));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const rows = [...groups.values()].map((members) => {
    const row = new Map<string, Cell>();
    for (const { key } of by) {
      const cell = members[0]?.get(key);
      if (cell !== undefined) row.set(key, cell);
    }
    for (const { field, calc, made } of sums) {
      const column = numbersOf({ ...frame, rows: members }, field);
      row.set(made.key, calc === 'count' ? members.length : reduceColumn(column, null, calc));
    }
    return row;
  });
  return { ...frame, fields: [...by, ...sums.map(({ made }) => made)], rows };
}

/** A row for each numeric column with the calculations over it (`seriesToRows`), or one row of them (`reduceFields`). */
export function reduceFrames(frames: readonly Frame[], options: JsonObject): Frame[] {
  const chosen = textsAt(options, 'reducers');
  const calcs = chosen.length === 0 ? ['lastNotNull'] : chosen;
  const refId = frames[0]?.refId ?? '';
  const columns = frames.flatMap((frame) =>
    frame.fields.filter(({ type }) => type === 'number').map((field) => ({ frame, field })),
  );
  if (options.mode === 'reduceFields') {
    return frames.map((frame) => {
      const row = new Map<string, Cell>();
      const fields = frame.fields.filter(({ type }) => type === 'number');
      for (const field of fields) {
        row.set(field.key, reduceColumn(numbersOf(frame, field), null, calcs[0] ?? 'lastNotNull'));
      }
      return { ...frame, fields, rows: [row] };
    });
  }
  const fields: Field[] = [
    { key: 'Field', name: 'Field', refId, type: 'string' },
    ...calcs.map((calc): Field => {
      const name = CALC_NAMES[calc] ?? calc;
      return { key: name, name, refId, type: 'number' };
    }),
  ];
  const rows = columns.map(({ frame, field }) => {
    const row = new Map<string, Cell>([['Field', field.name]]);
    const values = numbersOf(frame, field);
    for (const calc of calcs) row.set(CALC_NAMES[calc] ?? calc, reduceColumn(values, null, calc));
    return row;
  });
  return [{ refId, fields, rows }];
}

/** All samples of all series below each other: time, the series' name, value. */
export function seriesRows(frames: readonly Frame[]): Frame[] {
  const refId = frames[0]?.refId ?? '';
  const rows = frames.flatMap((frame) =>
    frame.fields
      .filter(({ type }) => type === 'number')
      .flatMap((field) =>
        frame.rows.map((row): ReadonlyMap<string, Cell> => {
          const time = row.get('Time') ?? Number.NaN;
          return new Map<string, Cell>([
            ['Time', time],
            ['Metric', field.name],
            ['Value', row.get(field.key) ?? Number.NaN],
          ]);
        }),
      ),
  );
  const fields: Field[] = [
    { key: 'Time', name: 'Time', refId, type: 'time', isNamed: true },
    { key: 'Metric', name: 'Metric', refId, type: 'string' },
    { key: 'Value', name: 'Value', refId, type: 'number' },
  ];
  return [{ refId, fields, rows }];
}
