import type { TablePanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { labelValue, METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import type { InstantAnswer } from '../query/use-panel-data.ts';
import { mapValue, type Tone, valueTone } from './field-color.ts';
import { optionsFor } from './field-options.ts';
import { formatField } from './field-unit.ts';
import { fieldRange } from './single-values.ts';

/** Transformations that tables apply; others are named in the panel. */
export const TABLE_TRANSFORMATIONS: ReadonlySet<string> = new Set([
  'merge',
  'joinByField',
  'organize',
  'seriesToColumns',
]);

export interface TableColumn {
  readonly key: string;
  readonly title: string;
  readonly numeric: boolean;
}

export interface TableCell {
  readonly text: string;
  readonly tone: Tone;
  /** What rows are ordered by. */
  readonly sortValue: number | string;
}

export interface TableModel {
  readonly columns: readonly TableColumn[];
  /** A cell for each column; null where a row has none. */
  readonly rows: readonly (readonly (TableCell | null)[])[];
}

type Cell = number | string;
interface Field {
  readonly name: string;
  readonly refId: string;
}

interface Frame {
  readonly fields: Field[];
  readonly rows: Map<string, Cell>[];
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function joinField(panel: TablePanel): string | null {
  for (const { id, options, disabled } of panel.transformations) {
    if ((id === 'joinByField' || id === 'seriesToColumns') && disabled !== true) {
      const { byField } = options;
      return typeof byField === 'string' && byField !== '' ? byField : null;
    }
  }
  return null;
}

/** Rows of all answers, joined where the labels (or the join's one label) are the same. */
function joinAnswers(panel: TablePanel, answers: readonly InstantAnswer[]): Frame {
  const by = joinField(panel);
  const fields = new Map<string, Field>();
  const rows = new Map<string, Map<string, Cell>>();
  for (const { query, result } of answers) {
    const valueName = answers.length === 1 ? 'Value' : `Value #${query.refId}`;
    for (const { labels, times, values } of result.rows) {
      const key =
        by === null
          ? JSON.stringify(labels.filter(([name]) => name !== METRIC_NAME_LABEL))
          : labelValue(labels, by);
      const row = rows.get(key) ?? new Map<string, Cell>();
      rows.set(key, row);
      const time = times.at(-1);
      if (time !== undefined) row.set('Time', time);
      fields.set('Time', { name: 'Time', refId: query.refId });
      for (const [name, value] of labels) {
        row.set(name, value);
        if (!fields.has(name)) fields.set(name, { name, refId: query.refId });
      }
      row.set(valueName, values.at(-1) ?? Number.NaN);
    }
    fields.set(valueName, { name: valueName, refId: query.refId });
  }
  const values = [...fields.values()].filter(({ name }) => name.startsWith('Value'));
  const others = [...fields.values()].filter(({ name }) => !name.startsWith('Value'));
  return { fields: [...others, ...values], rows: [...rows.values()] };
}

function titles(panel: TablePanel): {
  readonly renamed: JsonObject;
  readonly excluded: JsonObject;
  readonly order: JsonObject;
} {
  const organize = panel.transformations.findLast(
    ({ id, disabled }) => id === 'organize' && disabled !== true,
  );
  return {
    renamed: asObject(organize?.options.renameByName),
    excluded: asObject(organize?.options.excludeByName),
    order: asObject(organize?.options.indexByName),
  };
}

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** An instant table: a row for each series, columns for labels and values, with the panel's own names and order. */
export function tableModel(panel: TablePanel, answers: readonly InstantAnswer[], utc: boolean): TableModel {
  const frame = joinAnswers(panel, answers);
  const { renamed, excluded, order } = titles(panel);
  const place = (name: string, i: number): number => {
    const wished = own(order, name);
    return typeof wished === 'number' ? wished : 1_000 + i;
  };
  const shown = frame.fields
    .map((field, i) => ({ field, at: place(field.name, i) }))
    .filter(({ field }) => own(excluded, field.name) !== true)
    .sort((a, b) => a.at - b.at)
    .map(({ field }) => {
      const rename = own(renamed, field.name);
      const name = typeof rename === 'string' && rename !== '' ? rename : field.name;
      const isTime = field.name === 'Time';
      const numeric = field.name.startsWith('Value');
      const type = isTime ? 'time' : numeric ? 'number' : 'string';
      const options = optionsFor(panel, { name, refId: field.refId, type });
      return { field, name, isTime, numeric, options };
    })
    .filter(({ options, isTime, field }) => {
      // A table of labels says its time once, at the top of the window.
      if (isTime) return own(renamed, field.name) !== undefined;
      return options.hidden !== true && field.name !== METRIC_NAME_LABEL;
    });
  const columns = shown.map(({ field, name, numeric, options }): TableColumn => {
    const title =
      options.displayName === undefined || options.displayName === '' ? name : options.displayName;
    return { key: field.name, title, numeric };
  });
  const rows = frame.rows.map((row) =>
    shown.map(({ field, isTime, options }): TableCell | null => {
      const value = row.get(field.name);
      if (value === undefined) return null;
      if (typeof value === 'string') {
        const mapped = mapValue(
          null,
          value,
          options.mappings?.filter(({ kind }) => kind !== 'special'),
        );
        return { text: mapped?.text ?? value, tone: 'plain', sortValue: value };
      }
      const plain = formatField(value, isTime ? { ...options, unit: 'dateTimeAsIso' } : options, utc);
      const mapped = mapValue(value, plain, options.mappings);
      const tone =
        isTime || options.cell?.type === undefined
          ? 'plain'
          : valueTone(value, options, mapped, fieldRange(options, [value]));
      return { text: mapped?.text ?? plain, tone, sortValue: value };
    }),
  );
  return { columns, rows };
}
