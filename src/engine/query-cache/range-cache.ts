import type { RangeResult } from '../../shared/domain/query.ts';
import type { PastReach } from '../promql/past-reach.ts';
import type { PromqlEngine, RangeEvaluation } from '../promql/promql-engine.ts';
import type { StoreChanges } from '../storage.ts';
import { joinRanges, type KeptRange, keepRange } from './kept-range.ts';

const MAX_BYTES = 64 << 20;
/** A result larger than this is not kept: it would push out those of many panels. */
const MAX_ENTRY_BYTES = 16 << 20;

/**
 * An engine that keeps the results of its range queries. A live panel asks the same question again and again over a
 * range that moves on: only the steps are evaluated that are new, and those near which something was written or deleted
 * since. What is asked over another grid, or where a step's value depends on more than the samples around it, is
 * evaluated as a whole. Results are those of the engine but for their statistics.
 */
export function withRangeCache(
  promql: PromqlEngine,
  changes: StoreChanges,
  maxBytes = MAX_BYTES,
): PromqlEngine {
  // In the order of use: the first one is the next to go.
  const kept = new Map<string, KeptRange>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  function keep(key: string, result: RangeResult, position: number): void {
    forget(key);
    const entry = keepRange(result, position);
    if (entry.bytes > Math.min(MAX_ENTRY_BYTES, maxBytes)) return;
    kept.set(key, entry);
    bytes += entry.bytes;
    for (const oldest of kept.keys()) {
      if (bytes <= maxBytes) break;
      forget(oldest);
    }
  }

  async function evaluate(
    query: RangeEvaluation,
    entry: KeptRange | undefined,
    reach: PastReach,
    signal: AbortSignal | undefined,
  ): Promise<RangeResult> {
    const steps = entry === undefined ? null : validSteps(entry, query, reach, changes);
    if (entry === undefined || steps === null) return promql.evaluateRange(query, signal);
    const nextMs = query.startMs + steps.count * query.stepMs;
    if (nextMs > query.endMs) return joinRanges(entry, steps.from, steps.count, null);
    const tail = await promql.evaluateRange({ ...query, startMs: nextMs }, signal);
    // Remarks may be about steps that are no longer in the range; equal ones are about all.
    if (JSON.stringify(tail.annotations) !== JSON.stringify(entry.result.annotations)) {
      return promql.evaluateRange(query, signal);
    }
    return joinRanges(entry, steps.from, steps.count, tail);
  }

  return {
    ...promql,
    async evaluateRange(query, signal) {
      const reach = promql.pastReach(query);
      if (reach === null) return promql.evaluateRange(query, signal);
      const key = keyOf(query);
      // What is written from now on may or may not be seen by the evaluation.
      const { position } = changes;
      const result = await evaluate(query, kept.get(key), reach, signal);
      keep(key, result, position);
      return result;
    },
  };
}

function keyOf({ expr, startMs, stepMs, lookbackDeltaMs }: RangeEvaluation): string {
  return `${stepMs} ${startMs % stepMs} ${lookbackDeltaMs ?? ''} ${expr}`;
}

/** Which kept steps still hold: from the query's start on, as many as no change reaches; null for too few. */
function validSteps(
  { result, position }: KeptRange,
  { startMs, endMs, stepMs }: RangeEvaluation,
  { backMs, forwardMs }: PastReach,
  changes: StoreChanges,
): { readonly from: number; readonly count: number } | null {
  if (startMs < result.startMs || startMs - backMs < changes.deletedUpToMs) return null;
  const unchangedBeforeMs = changes.earliestWriteSince(position) - forwardMs;
  const unchanged = Math.max(0, Math.ceil((unchangedBeforeMs - startMs) / stepMs));
  const known = Math.floor((Math.min(endMs, result.endMs) - startMs) / stepMs) + 1;
  const count = Math.min(unchanged, known);
  const asked = Math.floor((endMs - startMs) / stepMs) + 1;
  return count * 2 < asked ? null : { from: (startMs - result.startMs) / stepMs, count };
}
