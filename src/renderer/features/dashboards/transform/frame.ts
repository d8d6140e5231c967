import type { LabelSet } from '../../../../shared/domain/series.ts';
import { seriesName } from '../display/series-naming.ts';
import type { InstantAnswer, RangeAnswer } from '../query/use-panel-data.ts';

export type Cell = number | string;

/** A column; `key` stays what the query called it, `name` is what transformations made of it. */
export interface Field {
  readonly key: string;
  readonly name: string;
  readonly refId: string;
  readonly type: 'time' | 'number' | 'string';
  /** Its name was given to it. */
  readonly isNamed?: boolean;
}

/** Rows under columns; cells by the field's key, absent where there is none. */
export interface Frame {
  readonly refId: string;
  readonly fields: readonly Field[];
  readonly rows: readonly ReadonlyMap<string, Cell>[];
}

const TIME: Omit<Field, 'refId'> = { key: 'Time', name: 'Time', type: 'time' };

/** A frame for each query asked at a moment: time, labels, value. `values` tells more than one query's columns apart. */
export function instantFrames(answers: readonly InstantAnswer[]): Frame[] {
  return answers.map(({ query: { refId }, result }): Frame => {
    const valueKey = answers.length === 1 ? 'Value' : `Value #${refId}`;
    const fields = new Map<string, Field>([['Time', { ...TIME, refId }]]);
    const rows = result.rows.map(({ labels, times, values }) => {
      const row = new Map<string, Cell>();
      const time = times.at(-1);
      if (time !== undefined) row.set('Time', time);
      for (const [name, value] of labels) {
        row.set(name, value);
        if (!fields.has(name)) fields.set(name, { key: name, name, refId, type: 'string' });
      }
      row.set(valueKey, values.at(-1) ?? Number.NaN);
      return row;
    });
    fields.set(valueKey, { key: valueKey, name: valueKey, refId, type: 'number' });
    return { refId, fields: [...fields.values()], rows };
  });
}

function columnRows(
  key: string,
  { result }: RangeAnswer,
  { labels, values, present }: { labels: LabelSet; values: Float64Array; present: Uint8Array | null },
): ReadonlyMap<string, Cell>[] {
  const rows: ReadonlyMap<string, Cell>[] = [];
  for (let i = 0; i < result.count; i++) {
    if (present !== null && present[i] !== 1) continue;
    const row = new Map<string, Cell>([
      ['Time', result.startMs + i * result.stepMs],
      [key, values[i] as number],
    ]);
    for (const [name, value] of labels) row.set(name, value);
    rows.push(row);
  }
  return rows;
}

/** A frame for each series over time: time and the value under the series' name. */
export function rangeFrames(answers: readonly RangeAnswer[]): Frame[] {
  return answers.flatMap((answer) =>
    answer.result.series.map((series): Frame => {
      const { refId } = answer.query;
      const name = seriesName(answer.query, series.labels);
      return {
        refId,
        fields: [
          { ...TIME, refId },
          { key: name, name, refId, type: 'number' },
        ],
        rows: columnRows(name, answer, { ...series, labels: [] }),
      };
    }),
  );
}

/** The field of a name; undefined where there is none. */
export function fieldOf(frame: Frame, name: string): Field | undefined {
  return frame.fields.find((field) => field.name === name) ?? frame.fields.find(({ key }) => key === name);
}

/** A column's cells, NaN for what is no number. */
export function numbersOf({ rows }: Frame, { key }: Field): Float64Array {
  return Float64Array.from(rows, (row) => {
    const cell = row.get(key);
    return typeof cell === 'number' ? cell : Number.NaN;
  });
}
