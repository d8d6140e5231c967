import path from 'node:path';
import { z } from 'zod';
import type { Environment } from '../../shared/domain/environment.ts';
import { idSchema } from '../../shared/ipc/schemas.ts';
import { type Document, openDocument } from '../files/document.ts';
import { createJsonFormat } from '../files/json-format.ts';

const fileSchema = z.strictObject({ schemaVersion: z.literal(1), ids: z.array(idSchema).max(1_000) });

/** The ids of environments in the order that the user gave them. */
export type EnvironmentOrder = Document<z.infer<typeof fileSchema>>;

/** Opens `order.json` beside the environments' folders. */
export function openEnvironmentOrder(folder: string, nowMs: number): Promise<EnvironmentOrder> {
  const format = createJsonFormat('order of the environments (order.json)', 1, fileSchema);
  return openDocument(path.join(folder, 'order.json'), format, { schemaVersion: 1, ids: [] }, nowMs);
}

function byName(a: Environment, b: Environment): number {
  return a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1);
}

/** Those with a place first, in its order; then the others by name. */
export function sortEnvironments(
  environments: readonly Environment[],
  ids: readonly string[],
): readonly Environment[] {
  const place = new Map(ids.map((id, i) => [id, i]));
  const placeOf = ({ id }: Environment): number => place.get(id) ?? ids.length;
  return environments.toSorted((a, b) => placeOf(a) - placeOf(b) || byName(a, b));
}
