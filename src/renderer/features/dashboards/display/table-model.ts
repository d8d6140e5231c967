import type { TablePanel } from '../../../../shared/domain/dashboard-panel.ts';
import { METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import type { LinkContext } from '../links/fill-link.ts';
import type { InstantAnswer, RangeAnswer } from '../query/use-panel-data.ts';
import { type Cell, type Field, type Frame, instantFrames, rangeFrames } from '../transform/frame.ts';
import { mergeFrames } from '../transform/join-frames.ts';
import { transformFrames } from '../transform/transform-frames.ts';
import { mapValue, type Tone, valueTone } from './field-color.ts';
import { optionsFor } from './field-options.ts';
import { formatField } from './field-unit.ts';
import { fieldRange } from './single-values.ts';

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
  /** The first link of its field. */
  readonly link?: { readonly url: string; readonly context: LinkContext };
}

export interface TableModel {
  readonly columns: readonly TableColumn[];
  /** A cell for each column; null where a row has none. */
  readonly rows: readonly (readonly (TableCell | null)[])[];
}

const NO_FRAME: Frame = { refId: '', fields: [], rows: [] };

function frameOf(
  panel: TablePanel,
  instants: readonly InstantAnswer[],
  ranges: readonly RangeAnswer[],
): Frame {
  const frames = transformFrames([...instantFrames(instants), ...rangeFrames(ranges)], panel.transformations);
  return frames.length > 1 ? mergeFrames(frames) : (frames[0] ?? NO_FRAME);
}

/** A table of labels says its time once, at the top of the window; the metric's name is in its head. */
function isListed({ key, type, isNamed }: Field): boolean {
  return isNamed === true || (type !== 'time' && key !== METRIC_NAME_LABEL);
}

/** What links of a cell can mention: its column, and the texts of its row, which are the labels too. */
function contextOf(frame: Frame, row: ReadonlyMap<string, Cell>, field: Field, value: Cell): LinkContext {
  const texts = frame.fields.flatMap(({ key, name }): [string, string][] => {
    const cell = row.get(key);
    return cell === undefined ? [] : [[name, String(cell)]];
  });
  const labels = [...row].map(([name, cell]): [string, string] => [name, String(cell)]);
  return { value: String(value), field: field.name, labels: new Map(labels), fields: new Map(texts) };
}

/** A row for each series, columns for labels and values, as the panel's transformations shape them. */
export function tableModel(
  panel: TablePanel,
  instants: readonly InstantAnswer[],
  utc: boolean,
  ranges: readonly RangeAnswer[] = [],
): TableModel {
  const frame = frameOf(panel, instants, ranges);
  const shown = frame.fields
    .filter(isListed)
    .map((field) => {
      const { name, refId, type } = field;
      const options = optionsFor(panel, { name, refId, type });
      return { field, name, isTime: type === 'time', numeric: type === 'number', options };
    })
    .filter(({ options }) => options.hidden !== true);
  const columns = shown.map(({ field, name, numeric, options }): TableColumn => {
    const title =
      options.displayName === undefined || options.displayName === '' ? name : options.displayName;
    return { key: field.key, title, numeric };
  });
  const rows = frame.rows.map((row) =>
    shown.map(({ field, isTime, options }): TableCell | null => {
      const value = row.get(field.key);
      if (value === undefined) return null;
      const url = options.links?.[0]?.url ?? '';
      const link = url === '' ? {} : { link: { url, context: contextOf(frame, row, field, value) } };
      if (typeof value === 'string') {
        const mapped = mapValue(
          null,
          value,
          options.mappings?.filter(({ kind }) => kind !== 'special'),
        );
        return { text: mapped?.text ?? value, tone: 'plain', sortValue: value, ...link };
      }
      const plain = formatField(value, isTime ? { ...options, unit: 'dateTimeAsIso' } : options, utc);
      const mapped = mapValue(value, plain, options.mappings);
      const tone =
        isTime || options.cell?.type === undefined
          ? 'plain'
          : valueTone(value, options, mapped, fieldRange(options, [value]));
      return { text: mapped?.text ?? plain, tone, sortValue: value, ...link };
    }),
  );
  return { columns, rows };
}
