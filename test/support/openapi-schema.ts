import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The words of JSON Schema that descriptions of an HTTP API use. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The schemas of an OpenAPI description. */
export interface OpenApiSchemas {
  /** Where a value differs from a schema of the description; empty where it does not. */
  findFaults(schemaName: string, value: unknown): readonly string[];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Reads the schemas of a description in YAML. */
export function readOpenApiSchemas(path: string): OpenApiSchemas {
  const description = parse(readFileSync(path, 'utf8')) as {
    components: { schemas: Readonly<Record<string, Schema>> };
  };
  const { schemas } = description.components;

  function named(name: string): Schema {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`the description has no schema ${name}`);
    return schema;
  }

  function faults(schema: Schema, value: unknown, at: string): string[] {
    if (schema.$ref !== undefined) return faults(named(schema.$ref.split('/').at(-1) ?? ''), value, at);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) {
      const perChoice = choices.map((choice) => faults(choice, value, at));
      return perChoice.some((found) => found.length === 0) ? [] : perChoice.flat();
    }
    const type = typeOf(value);
    const fits = schema.type === undefined || schema.type === type;
    if (!fits && !(schema.type === 'number' && type === 'integer')) {
      return [`${at}: expected ${schema.type}, got ${type}`];
    }
    if (schema.enum !== undefined && !schema.enum.includes(value))
      return [`${at}: ${String(value)} is no choice`];
    if (Array.isArray(value)) return arrayFaults(schema, value, at);
    return type === 'object' ? objectFaults(schema, value as Record<string, unknown>, at) : [];
  }

  function arrayFaults(schema: Schema, list: readonly unknown[], at: string): string[] {
    const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (list.length < minItems || list.length > maxItems) return [`${at}: ${list.length} items`];
    return items === undefined ? [] : list.flatMap((item, i) => faults(items, item, `${at}[${i}]`));
  }

  function objectFaults(schema: Schema, value: Readonly<Record<string, unknown>>, at: string): string[] {
    const { properties = {}, required = [], additionalProperties = true } = schema;
    const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
    const own = Object.entries(value).flatMap(([name, field]) => {
      const known = properties[name] ?? (additionalProperties === true ? {} : additionalProperties);
      return known === false ? [`${at}.${name} is unknown`] : faults(known, field, `${at}.${name}`);
    });
    return [...missing, ...own];
  }

  return { findFaults: (name, value) => faults(named(name), value, '$') };
}
