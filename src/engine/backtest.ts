import type { BacktestProgress, BacktestRequest, BacktestResult } from '../shared/domain/backtest.ts';
import type { RangeResult } from '../shared/domain/query.ts';
import { resolveTimeRange } from '../shared/domain/time-range.ts';
import { AppError } from '../shared/errors.ts';
import { nextTurn } from './clock.ts';
import { createRuleQuery } from './engine-rule-query.ts';
import type { Clock } from './ports.ts';
import { dependsOnQueryRange, withThreshold } from './promql/threshold.ts';
import type { QuerySource } from './query-source.ts';
import { definitionOfDraft } from './rules/check-draft.ts';
import type { RuleDefinition } from './rules/definition.ts';
import { type RuleReplay, replayRule } from './rules/replay/replay-rule.ts';
import type { ExternalNames } from './rules/rule-evaluation.ts';
import type { RuleSample } from './rules/rule-query.ts';
import { gridOf } from './rules/schedule.ts';

/** What a backtest needs from around it. */
export interface BacktestPorts {
  readonly source: QuerySource;
  readonly clock: Clock;
  readonly external: ExternalNames;
  /** What of the rule's group counts for its evaluation. */
  readonly group: GroupSettings;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BacktestProgress) => void;
}

/** A group's `limit` (0 for none), and its `query_offset` in ms. */
export interface GroupSettings {
  readonly limit: number;
  readonly queryOffsetMs: number;
}

/** A week at an interval of 15 s, and the time that leads up to it. */
const MAX_EVALUATIONS = 50_000;
/** Evaluations asked in one query: few enough that scrapes wait for none of them, many enough to share its reading. */
const BATCH = 500;
const SLICE_MS = 8;

interface Grid {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly stepMs: number;
}

/**
 * Replays an alerting rule over stored history: its expression is asked in range queries on the group's evaluation grid,
 * and each step goes through the life cycle of live evaluation, the group's `limit` and `query_offset` included. It begins early enough before the range for `for` and
 * `keep_firing_for` to be as they were. Rejects with AppErrors; `limit_exceeded` for too many evaluations.
 */
export async function backtest(request: BacktestRequest, ports: BacktestPorts): Promise<BacktestResult> {
  const { source, clock, signal, external, group } = ports;
  const { intervalMs, place, threshold } = request;
  const given = definitionOfDraft(request.rule);
  if (given.kind !== 'alerting') throw new AppError('bad_data', 'Only alerting rules can be backtested.');
  if (!Number.isSafeInteger(intervalMs) || intervalMs < 1) {
    throw new AppError('bad_data', 'The interval must be a whole number of milliseconds above zero.');
  }
  const rule: RuleDefinition =
    threshold === null ? given : { ...given, expr: withThreshold(given.expr, threshold) };
  const nowMs = clock.wallMs();
  const range = resolveTimeRange(request.range, nowMs);
  const { offsetMs } = gridOf(place.file, place.group, intervalMs);
  const toSlot = (ms: number): number => Math.ceil((ms - offsetMs) / intervalMs) * intervalMs + offsetMs;
  const startMs = toSlot(range.startMs);
  const lastMs = toSlot(Math.min(range.endMs, nowMs) + 1) - intervalMs;
  const leadMs = Math.ceil((rule.forMs + rule.keepFiringForMs) / intervalMs) * intervalMs;
  const total = Math.max(0, Math.floor((lastMs - startMs + leadMs) / intervalMs) + 1);
  if (total > MAX_EVALUATIONS) {
    throw new AppError(
      'limit_exceeded',
      `The backtest would take ${total} evaluations, more than the limit of ${MAX_EVALUATIONS}; choose a shorter range or a longer interval.`,
    );
  }
  const query = createRuleQuery(source);
  const replay = replayRule(rule, { limit: group.limit, query, external, signal }, startMs);
  const pause = createPause(clock);
  const isInstantOnly = dependsOnQueryRange(rule.expr);
  for (let done = 0; done < total; done += BATCH) {
    ports.onProgress({ done, total });
    signal.throwIfAborted();
    const firstMs = startMs - leadMs + done * intervalMs;
    const count = Math.min(BATCH, total - done);
    const batch: Grid = { firstMs, lastMs: firstMs + (count - 1) * intervalMs, stepMs: intervalMs };
    const columns = isInstantOnly ? null : await askRange(rule.expr, batch, ports);
    for (let i = 0; i < count; i++) {
      const atMs = firstMs + i * intervalMs;
      if (columns === null) await askOne(replay, rule.expr, atMs, ports);
      else await replay.step(atMs, samplesAt(columns, i));
      await pause();
      signal.throwIfAborted();
    }
  }
  ports.onProgress({ done: total, total });
  const endMs = Math.max(startMs, Math.min(range.endMs, nowMs));
  return { startMs, endMs, intervalMs, evaluations: total, ...replay.finish(endMs) };
}

/** Lets other work of the thread have its turn from time to time. */
function createPause(clock: Clock): () => Promise<void> | undefined {
  let sinceMs = clock.monotonicMs();
  return () => {
    if (clock.monotonicMs() - sinceMs < SLICE_MS) return undefined;
    return new Promise((resolve) => {
      nextTurn(() => {
        sinceMs = clock.monotonicMs();
        resolve();
      });
    });
  };
}

/** The results of a batch as columns; null where one of its steps fails, so that each must be asked for itself. */
async function askRange(
  expr: string,
  batch: Grid,
  { source, signal, group }: BacktestPorts,
): Promise<RangeResult | null> {
  const { stepMs } = batch;
  const startMs = batch.firstMs - group.queryOffsetMs;
  const endMs = batch.lastMs - group.queryOffsetMs;
  try {
    return await source.evaluateRange({ expr, startMs, endMs, stepMs }, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'execution') return null;
    throw error;
  }
}

async function askOne(
  replay: RuleReplay,
  expr: string,
  atMs: number,
  { source, signal, group }: BacktestPorts,
): Promise<void> {
  let samples: readonly RuleSample[];
  try {
    samples = await createRuleQuery(source)(expr, atMs - group.queryOffsetMs, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'execution') throw error;
    replay.fail(atMs, error.message);
    return;
  }
  await replay.step(atMs, samples);
}

function samplesAt({ series }: RangeResult, step: number): readonly RuleSample[] {
  const samples: RuleSample[] = [];
  for (const { labels, values, present, histograms } of series) {
    if (present !== null && present[step] === 0) continue;
    samples.push({ labels, value: values[step] as number, histogram: histograms?.[step] ?? null });
  }
  return samples;
}
