import { z } from 'zod';
import { VARIABLE_NAME } from '../domain/environment-variables.ts';
import { environmentFileSchema } from '../environment-file.ts';
import { BASE_FILE_NAME } from './base-file.ts';

type JsonSchema = Record<string, unknown>;

/** Items of a list may name themselves alone. */
function withItemsById(schema: unknown): unknown {
  const items = (schema as { readonly items?: JsonSchema } | undefined)?.items;
  // With a base, an item says only what differs.
  return items === undefined ? schema : { ...(schema as JsonSchema), items: { ...items, required: ['id'] } };
}

/** The JSON Schema (draft 2020-12) of environment files, for editors; `check environment` checks more than it can say. */
export function environmentJsonSchema(): JsonSchema {
  const { properties, required, ...schema } = z.toJSONSchema(environmentFileSchema, {
    io: 'input',
    unrepresentable: 'any',
  }) as { properties: JsonSchema; required: string[] } & JsonSchema;
  const { schemaVersion, ...fields } = properties;
  const ruleFile = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      groups: { type: 'array', description: 'Groups as in a rule file of Prometheus.' },
      text: { type: 'string', description: 'The text of a rule file, in the place of groups.' },
    },
  };
  return {
    ...schema,
    title: 'Environment of Sextant',
    properties: {
      schemaVersion,
      extends: {
        type: 'string',
        pattern: BASE_FILE_NAME.source,
        description: 'A file beside this one whose fields stand where this one says nothing.',
      },
      variables: {
        type: 'object',
        propertyNames: { pattern: VARIABLE_NAME.source },
        additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
        description:
          'Used by name, as a dollar sign and the name in braces, in URLs, labels, user names and proxies.',
      },
      ...fields,
      endpoints: withItemsById(fields.endpoints),
      servers: withItemsById(fields.servers),
      rules: { type: 'array', items: ruleFile },
    },
    required: ['schemaVersion', ...required.filter((name) => name === 'name' || name === 'kind')],
  };
}
