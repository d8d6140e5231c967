import { z } from 'zod';
import type { Cardinality } from '../domain/cardinality.ts';
import type { ExprTree } from '../domain/expr-tree.ts';

export const exprTreeSchema: z.ZodType<ExprTree> = z.strictObject({
  label: z.string(),
  expr: z.string(),
  type: z.enum(['scalar', 'vector', 'matrix', 'string']),
  get children() {
    return z.array(exprTreeSchema);
  },
});

const countSchema = z.int().min(0);

export const cardinalitySchema = z.strictObject({
  seriesCount: countSchema,
  labelPairCount: countSchema,
  metrics: z.array(z.strictObject({ name: z.string(), seriesCount: countSchema })),
  labels: z.array(z.strictObject({ name: z.string(), valueCount: countSchema, seriesCount: countSchema })),
  pairs: z.array(z.strictObject({ name: z.string(), value: z.string(), seriesCount: countSchema })),
}) satisfies z.ZodType<Cardinality>;
