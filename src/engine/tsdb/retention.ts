import type { Batch } from './batch.ts';
import type { Source } from './source.ts';

/** A batch and whose it is. */
export interface OwnedBatch {
  readonly source: Source;
  readonly batch: Batch;
}

/** Batches whose newest sample is older than `beforeMs`. */
export function listExpired(sources: Iterable<Source>, beforeMs: number): OwnedBatch[] {
  const expired: OwnedBatch[] = [];
  for (const source of sources) {
    for (const batch of source.batches) if (batch.maxMs < beforeMs) expired.push({ source, batch });
  }
  return expired;
}

/** The oldest batches that `qualifies` lets through, until together they have at least `byteCount` bytes. */
export function listOldest(
  sources: Iterable<Source>,
  byteCount: number,
  qualifies: (batch: Batch) => boolean,
): OwnedBatch[] {
  if (byteCount <= 0) return [];
  const candidates: OwnedBatch[] = [];
  for (const source of sources) {
    for (const batch of source.batches) if (qualifies(batch)) candidates.push({ source, batch });
  }
  candidates.sort((a, b) => a.batch.maxMs - b.batch.maxMs);
  let bytes = 0;
  let count = 0;
  while (count < candidates.length && bytes < byteCount) {
    bytes += (candidates[count] as OwnedBatch).batch.byteCount;
    count++;
  }
  return candidates.slice(0, count);
}
