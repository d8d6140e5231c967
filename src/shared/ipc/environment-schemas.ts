import { z } from 'zod';
import {
  type EnvironmentVariable,
  type FieldProblem,
  type FieldTemplate,
  VARIABLE_ORIGINS,
} from '../domain/environment-variables.ts';

const environmentVariableSchema = z.strictObject({
  name: z.string().max(300),
  text: z.string().max(65_536),
  value: z.string().nullable(),
  origin: z.enum(VARIABLE_ORIGINS),
  fileText: z.string().nullable(),
}) satisfies z.ZodType<EnvironmentVariable>;

const fieldTemplateSchema = z.strictObject({
  path: z.array(z.string().max(1_024)).min(1).max(20).readonly(),
  text: z.string().max(65_536),
  value: z.string().nullable(),
}) satisfies z.ZodType<FieldTemplate>;

/** Fields below an endpoint or a server that are written with variables; absent where they stay as they are. */
export const writtenFieldsSchema = z
  .array(
    z.strictObject({
      path: z.array(z.string().max(1_024)).min(1).max(18).readonly(),
      text: z.string().min(1).max(65_536),
    }),
  )
  .max(500)
  .readonly()
  .exactOptional();

export const fieldProblemSchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  field: z.string(),
  message: z.string(),
}) satisfies z.ZodType<FieldProblem>;

/** What an environment's file says beyond its values: its base, its variables, and what could not be used of it. */
export const environmentOriginFields = {
  base: z.string().max(120).exactOptional(),
  variables: z.array(environmentVariableSchema).max(1_000).readonly().exactOptional(),
  templates: z.array(fieldTemplateSchema).max(20_000).readonly().exactOptional(),
  problems: z.array(fieldProblemSchema).readonly().exactOptional(),
};
