import { METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import type { Cell, Field, Frame } from './frame.ts';

function joinRows(
  frames: readonly Frame[],
  keyOf: (row: ReadonlyMap<string, Cell>, frame: Frame) => string,
): Frame {
  const fields = new Map<string, Field>();
  const rows = new Map<string, Map<string, Cell>>();
  for (const frame of frames) {
    for (const field of frame.fields) if (!fields.has(field.key)) fields.set(field.key, field);
    for (const row of frame.rows) {
      const key = keyOf(row, frame);
      const joined = rows.get(key) ?? new Map<string, Cell>();
      rows.set(key, joined);
      for (const [name, cell] of row) joined.set(name, cell);
    }
  }
  const all = [...fields.values()];
  const isValue = ({ type }: Field): boolean => type === 'number';
  return {
    refId: frames[0]?.refId ?? '',
    fields: [...all.filter((field) => !isValue(field)), ...all.filter(isValue)],
    rows: [...rows.values()],
  };
}

/** Rows of all frames, one where the texts of all their columns are the same. */
export function mergeFrames(frames: readonly Frame[]): Frame {
  return joinRows(frames, (row, { fields }) =>
    JSON.stringify(
      fields
        .filter(({ key, type }) => type === 'string' && key !== METRIC_NAME_LABEL)
        .map(({ key }) => [key, row.get(key) ?? ''] as const)
        .filter(([, cell]) => cell !== '')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

/** Rows of all frames, one where the named column is the same. */
export function joinFramesBy(frames: readonly Frame[], name: string): Frame {
  return joinRows(frames, (row, { fields }) => {
    const key = fields.find((field) => field.name === name || field.key === name)?.key ?? name;
    return String(row.get(key) ?? '');
  });
}
