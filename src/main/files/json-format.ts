import { z } from 'zod';
import type { DocumentFormat, ParsedDocument } from './document.ts';

const versionedSchema = z.looseObject({ schemaVersion: z.int().min(1) });

/** The first fault of a zod error as "field: what is wrong". */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'not readable';
  const field = issue.path.join('.');
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A versioned JSON file: `schema` describes all of it, with `schemaVersion` as its first field. */
export function createJsonFormat<T>(
  what: string,
  schemaVersion: number,
  schema: z.ZodType<T>,
): DocumentFormat<T> {
  return {
    what,
    parse(text): ParsedDocument<T> {
      const raw = parseJson(text);
      const versioned = versionedSchema.safeParse(raw);
      if (!versioned.success) return { state: 'damaged', message: 'it is not a versioned JSON file' };
      const parsed = schema.safeParse(raw);
      if (versioned.data.schemaVersion > schemaVersion) {
        return {
          state: 'newer',
          value: parsed.success ? parsed.data : null,
          schemaVersion: versioned.data.schemaVersion,
        };
      }
      return parsed.success
        ? { state: 'good', value: parsed.data }
        : { state: 'damaged', message: describeIssue(parsed.error) };
    },
    format: (value) => `${JSON.stringify(value, null, 2)}\n`,
  };
}
