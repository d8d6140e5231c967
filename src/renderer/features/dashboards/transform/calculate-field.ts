import type { JsonObject } from '../../../../shared/domain/json.ts';
import { reduceColumn } from '../display/reduce-column.ts';
import { type Cell, type Field, type Frame, fieldOf } from './frame.ts';
import { objectAt, textAt, textsAt } from './transform-options.ts';

type Operand = (row: ReadonlyMap<string, Cell>) => number;

const NOTHING: Operand = () => Number.NaN;

/** An operand is a field's name, a number, or an object with either. */
function operandOf(frame: Frame, options: JsonObject, key: string): Operand {
  const inner = objectAt(options, key);
  const text =
    textAt(options, key) || textAt(objectAt(inner, 'matcher'), 'options') || textAt(inner, 'fixed');
  const field = fieldOf(frame, text);
  if (field !== undefined) {
    return (row) => {
      const cell = row.get(field.key);
      return typeof cell === 'number' ? cell : Number.NaN;
    };
  }
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? NOTHING : () => number;
}

function operate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
    case '^':
      return left ** right;
    default:
      return left + right;
  }
}

const UNARY: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  round: Math.round,
};

/** The calculated column's name where none was chosen, and how a row's cell is calculated. */
function calculation(
  frame: Frame,
  options: JsonObject,
): { readonly name: string; readonly of: Operand } | null {
  switch (textAt(options, 'mode') || 'reduceRow') {
    case 'binary': {
      const binary = objectAt(options, 'binary');
      const operator = textAt(binary, 'operator') || '+';
      const left = operandOf(frame, binary, 'left');
      const right = operandOf(frame, binary, 'right');
      const name = `${textAt(binary, 'left')} ${operator} ${textAt(binary, 'right')}`;
      return { name, of: (row) => operate(operator, left(row), right(row)) };
    }
    case 'unary': {
      const unary = objectAt(options, 'unary');
      const calculate = UNARY[textAt(unary, 'operator')];
      const value = operandOf(frame, unary, 'fieldName');
      if (calculate === undefined) return null;
      return {
        name: `${textAt(unary, 'operator')}(${textAt(unary, 'fieldName')})`,
        of: (row) => calculate(value(row)),
      };
    }
    case 'reduceRow': {
      const reduce = objectAt(options, 'reduce');
      const include = textsAt(reduce, 'include');
      const calc = textAt(reduce, 'reducer') || 'sum';
      const fields = frame.fields.filter(
        ({ name, type }) => type === 'number' && (include.length === 0 || include.includes(name)),
      );
      return {
        name: calc === 'sum' ? 'Total' : calc.charAt(0).toUpperCase() + calc.slice(1),
        of: (row) =>
          reduceColumn(
            Float64Array.from(fields, ({ key }) => Number(row.get(key) ?? Number.NaN)),
            null,
            calc,
          ),
      };
    }
    default:
      return null;
  }
}

/** Adds a column that is calculated of others (or puts it in their place); the frame as it is where it can't be. */
export function calculateField(frame: Frame, options: JsonObject): Frame {
  const made = calculation(frame, options);
  if (made === null) return frame;
  const name = textAt(options, 'alias') || made.name;
  const field: Field = { key: name, name, refId: frame.refId, type: 'number' };
  const rows = frame.rows.map((row) => new Map([...row, [name, made.of(row)]]));
  const kept =
    options.replaceFields === true ? frame.fields.filter(({ type }) => type === 'time') : frame.fields;
  return { ...frame, fields: [...kept.filter(({ key }) => key !== name), field], rows };
}
