import type { JsonObject } from '../../../../shared/domain/json.ts';
import { fitsPattern, replacePattern } from '../../../lib/re2-search.ts';
import type { Field, Frame } from './frame.ts';
import { objectAt, textAt, textsAt } from './transform-options.ts';

function withFields(frame: Frame, fields: readonly Field[]): Frame {
  return { ...frame, fields };
}

/** Whether a chooser of names (`{names, pattern}`) takes a field; an empty one takes none. */
function takes(chooser: JsonObject, name: string): boolean {
  const pattern = textAt(chooser, 'pattern');
  return textsAt(chooser, 'names').includes(name) || (pattern !== '' && fitsPattern(pattern, name));
}

const isEmpty = (chooser: JsonObject): boolean =>
  textsAt(chooser, 'names').length === 0 && textAt(chooser, 'pattern') === '';

/** Keeps the fields that are included and not excluded by name. */
export function keepsField(options: JsonObject, name: string): boolean {
  const include = objectAt(options, 'include');
  const exclude = objectAt(options, 'exclude');
  return (isEmpty(include) || takes(include, name)) && (isEmpty(exclude) || !takes(exclude, name));
}

/** The field's name under a pattern, with `$1` for what it caught. */
export function renamedByRegex(options: JsonObject, name: string): string {
  return replacePattern(textAt(options, 'regex'), name, textAt(options, 'renamePattern'));
}

/** What `organize` calls a field; null where it takes it away. */
export function organizedName(options: JsonObject, name: string): string | null {
  if (Object.hasOwn(objectAt(options, 'excludeByName'), name)) {
    if (objectAt(options, 'excludeByName')[name] === true) return null;
  }
  const renamed = textAt(objectAt(options, 'renameByName'), name);
  return renamed === '' ? name : renamed;
}

/** Hides, orders and renames fields. */
export function organizeFields(frame: Frame, options: JsonObject): Frame {
  const order = objectAt(options, 'indexByName');
  const included = objectAt(options, 'includeByName');
  const hasIncluded = Object.values(included).some((value) => value === true);
  const place = ({ name }: Field, i: number): number => {
    const wished = Object.hasOwn(order, name) ? order[name] : undefined;
    return typeof wished === 'number' ? wished : 1_000 + i;
  };
  const fields = frame.fields
    .map((field, i) => ({ field, at: place(field, i) }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ field }): Field[] => {
      if (hasIncluded && included[field.name] !== true) return [];
      const name = organizedName(options, field.name);
      if (name === null) return [];
      return [name === field.name ? field : { ...field, name, isNamed: true }];
    });
  return withFields(frame, fields);
}

export function filterFields(frame: Frame, options: JsonObject): Frame {
  return withFields(
    frame,
    frame.fields.filter(({ name }) => keepsField(options, name)),
  );
}

export function renameFields(frame: Frame, options: JsonObject): Frame {
  return withFields(
    frame,
    frame.fields.map((field) => ({ ...field, name: renamedByRegex(options, field.name) })),
  );
}

/** Takes texts for numbers and numbers for texts. */
export function convertFields(frame: Frame, options: JsonObject): Frame {
  const wanted = new Map(
    (Array.isArray(options.conversions) ? (options.conversions as readonly JsonObject[]) : []).map((one) => [
      textAt(one, 'targetField'),
      textAt(one, 'destinationType'),
    ]),
  );
  const typeOf = ({ name, type }: Field): Field['type'] => {
    const to = wanted.get(name);
    return to === 'number' || to === 'string' || to === 'time' ? to : type;
  };
  const changed = frame.fields.filter((field) => typeOf(field) !== field.type);
  if (changed.length === 0) return frame;
  const rows = frame.rows.map((row) => {
    const converted = new Map(row);
    for (const field of changed) {
      const cell = row.get(field.key);
      if (cell === undefined) continue;
      converted.set(field.key, typeOf(field) === 'string' ? String(cell) : Number(cell));
    }
    return converted;
  });
  return { ...frame, rows, fields: frame.fields.map((field) => ({ ...field, type: typeOf(field) })) };
}
