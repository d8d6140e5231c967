import { createPromqlEngine, type PromqlEngine } from '../../../src/engine/promql/promql-engine.ts';
import { customBucketSeries } from './custom-bucket-series.ts';
import { MemoryStorage } from './memory-storage.ts';
import { type CaseOutcome, runCase } from './run-case.ts';
import { type EvalCase, type LoadCommand, parseScript, type UnreadableBlock } from './script.ts';
import { runSecondChecks } from './second-checks.ts';

/** A case with its outcome; `needsFlag` says that Prometheus has what it uses behind a feature flag. */
export interface ScriptResult extends CaseOutcome {
  readonly testCase: EvalCase;
  readonly needsFlag: boolean;
  /** What upstream checks besides, where the case itself holds. */
  readonly secondFailure: string | null;
}

const MAX_SAMPLES = 10_000;

/** What became of a script. */
export interface ScriptRun {
  readonly results: readonly ScriptResult[];
  readonly unreadable: readonly UnreadableBlock[];
}

/** Runs a script against a fresh store. */
export async function runScript(text: string): Promise<ScriptRun> {
  const results: ScriptResult[] = [];
  const unreadable: UnreadableBlock[] = [];
  let storage = new MemoryStorage();
  let hasStartTimes = false;
  const plain = createPromqlEngine(storage, { clearsBuffers: true });
  for (const command of parseScript(text)) {
    switch (command.kind) {
      case 'clear':
        storage = new MemoryStorage();
        hasStartTimes = false;
        break;
      case 'unreadable':
        unreadable.push(command);
        break;
      case 'load':
        load(storage, command);
        hasStartTimes ||= command.hasStartTimes;
        break;
      case 'eval': {
        const engine = createPromqlEngine(storage, {
          experimental: true,
          maxSamples: MAX_SAMPLES,
          clearsBuffers: true,
        });
        const outcome = await runCase(engine, command);
        const secondFailure = outcome.failure === null ? await runSecondChecks(engine, command) : null;
        const flagged = hasStartTimes || needsFlag(plain, engine, command);
        results.push({ ...outcome, testCase: command, needsFlag: flagged, secondFailure });
      }
    }
  }
  return { results, unreadable };
}

function load(storage: MemoryStorage, { lines, stepMs, withCustomBuckets }: LoadCommand): void {
  for (const { labels, points } of lines) {
    storage.append(
      labels,
      points.map((point, i) => [i * stepMs, point] as const),
    );
  }
  if (!withCustomBuckets) return;
  for (const { labels, points } of customBucketSeries(lines, stepMs)) storage.append(labels, points);
}

function needsFlag(plain: PromqlEngine, experimental: PromqlEngine, { expr }: EvalCase): boolean {
  return plain.checkExpr(expr) !== null && experimental.checkExpr(expr) === null;
}
