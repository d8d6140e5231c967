import type { JsonObject } from '../../../../shared/domain/json.ts';
import { type Cell, type Field, type Frame, fieldOf } from './frame.ts';
import { textAt } from './transform-options.ts';

const EMPTY: Readonly<Record<string, Cell>> = { zero: 0, true: 'true', false: 'false' };

/** A row for each value of one field and a column for each of another, with the values of a third where they meet. */
export function matrixOf(frame: Frame, options: JsonObject): Frame {
  const names = {
    column: textAt(options, 'columnField') || 'Time',
    row: textAt(options, 'rowField') || 'Time',
    value: textAt(options, 'valueField') || 'Value',
  };
  const [column, row, value] = [names.column, names.row, names.value].map((name) => fieldOf(frame, name));
  if (column === undefined || row === undefined || value === undefined) return frame;
  const head: Field = { ...row, key: '\u0000row', name: `${names.row}\\${names.column}`, isNamed: true };
  const columns = new Map<string, Field>();
  const rows = new Map<Cell, Map<string, Cell>>();
  for (const cells of frame.rows) {
    const [at, under, cell] = [cells.get(row.key), cells.get(column.key), cells.get(value.key)];
    if (at === undefined || under === undefined) continue;
    const key = String(under);
    if (!columns.has(key)) columns.set(key, { ...value, key, name: key, isNamed: true });
    const line = rows.get(at) ?? new Map<string, Cell>([[head.key, at]]);
    if (cell !== undefined) line.set(key, cell);
    rows.set(at, line);
  }
  const empty = EMPTY[textAt(options, 'emptyValue')];
  if (empty !== undefined) {
    for (const line of rows.values())
      for (const key of columns.keys()) if (!line.has(key)) line.set(key, empty);
  }
  return { ...frame, fields: [head, ...columns.values()], rows: [...rows.values()] };
}
