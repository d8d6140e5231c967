import fc from 'fast-check';
import { z } from 'zod';
import { HOSTILE_TEXTS, PROTOTYPE_NAMES } from './hostile-texts.ts';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a hostile page would write into any field: ways out of folders, other schemes, names of objects, markup. */
const TEXTS = [
  '../../../../etc/passwd',
  '/etc/passwd',
  '..\\..\\secret',
  'file:///etc/passwd',
  'http://127.0.0.1:1/metrics',
  'https://user:password@127.0.0.1:1/',
  'shop',
  'shop/token',
  'token',
  'now',
  'now-1h',
  'up',
  'a\u0000b',
  '',
  ...PROTOTYPE_NAMES,
  ...Object.values(HOSTILE_TEXTS),
];

function integers({ minimum = -1e6, maximum = 1e6 }: JsonSchema): fc.Arbitrary<number> {
  const from = Math.max(minimum, Number.MIN_SAFE_INTEGER);
  return fc.integer({ min: Math.ceil(from), max: Math.floor(Math.max(from, Math.min(maximum, 2 ** 48))) });
}

function objects({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)]),
  );
  return fc.record(fields, { requiredKeys: [...required] });
}

function arrays({ items, prefixItems }: JsonSchema): fc.Arbitrary<unknown> {
  if (prefixItems !== undefined) return fc.tuple(...prefixItems.map(valuesOf));
  return items === undefined ? fc.constant([]) : fc.array(valuesOf(items), { maxLength: 3 });
}

function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(valuesOf));
  if (schema.allOf?.[0] !== undefined) return valuesOf(schema.allOf[0]);
  switch (schema.type) {
    case 'string':
      return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TEXTS) }, fc.string({ unit: 'binary' }));
    case 'integer':
    case 'number':
      return integers(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrays(schema);
    case 'object':
      return objects(schema);
    default:
      return fc.constant(undefined);
  }
}

/** Payloads of the shape that a schema asks for, filled with hostile texts; most of them pass the schema. */
export function payloadsFor(schema: z.ZodType): fc.Arbitrary<unknown> {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return valuesOf(described as JsonSchema);
}
