import { isScalar, type Node } from 'yaml';
import { parseDurationMs } from '../../shared/domain/duration.ts';
import { AppError } from '../../shared/errors.ts';
import type { YamlReader } from './yaml-reader.ts';

/** A duration such as `1m30s` in ms; 0 where there is none, and for one that is reported because it can't be read. */
export function readDuration(reader: YamlReader, node: Node | null | undefined, what: string): number {
  if (node === undefined || node === null || (isScalar(node) && node.value === null)) return 0;
  const text = reader.readText(node, what);
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    reader.report(node, `${what}: ${error.message}`);
    return 0;
  }
}
