import type { BacktestProgress, BacktestRequest, BacktestResult } from '../shared/domain/backtest.ts';
import type {
  RuleDraft,
  RulePlace,
  RulePreview,
  RulePreviewRow,
  RuleProblem,
} from '../shared/domain/rule-draft.ts';
import { AppError } from '../shared/errors.ts';
import { backtest, type GroupSettings } from './backtest.ts';
import type { EngineApi } from './engine-api.ts';
import { createRuleQuery } from './engine-rule-query.ts';
import { createLabels } from './model/labels.ts';
import type { Clock } from './ports.ts';
import { parseExpr } from './promql/parse/parse-expr.ts';
import { findThreshold } from './promql/threshold.ts';
import type { QuerySource } from './query-source.ts';
import { alertLabels, createExpander } from './rules/alert-texts.ts';
import { checkDraft, definitionOfDraft } from './rules/check-draft.ts';
import type { RuleDefinition } from './rules/definition.ts';
import type { ExternalNames } from './rules/rule-evaluation.ts';
import type { RuleSample } from './rules/rule-query.ts';

type TrialMethods = Pick<
  EngineApi,
  'checkRule' | 'previewRule' | 'backtestRule' | 'getBacktestProgress' | 'cancelBacktest'
>;

/** What tries rules out before they are saved. */
export interface EngineRuleTrials extends TrialMethods {
  /** Ends all trials under way with `canceled`. */
  close(): void;
}

interface TrialPorts {
  /** Who answers the queries of rules. */
  readonly source: () => QuerySource;
  readonly clock: Clock;
  readonly external: ExternalNames;
  /** The settings of a group as it is loaded; null for one that is not. */
  readonly groupAt: (place: RulePlace) => GroupSettings | null;
}

/** Of a group that is yet to be written. */
const NEW_GROUP: GroupSettings = { limit: 0, queryOffsetMs: 0 };
const MAX_PREVIEW_ROWS = 50;

interface Trial {
  readonly abort: AbortController;
  progress: BacktestProgress;
}

function checkExpr(expr: string): Pick<RuleProblem, 'message' | 'start' | 'end'> | null {
  try {
    parseExpr(expr);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { start, end } = error.details ?? {};
    const place =
      typeof start === 'number' && typeof end === 'number' ? { start, end } : { start: -1, end: -1 };
    return { message: error.message, ...place };
  }
}

/** Tries rules out over the history that rules read. */
export function createEngineRuleTrials({ source, clock, external, groupAt }: TrialPorts): EngineRuleTrials {
  const trials = new Map<string, Trial>();
  const closing = new AbortController();

  async function previewRow(rule: RuleDefinition, sample: RuleSample, atMs: number): Promise<RulePreviewRow> {
    const query = createRuleQuery(source());
    const expand = createExpander(rule, sample, { atMs, query, external, signal: closing.signal });
    const value = sample.histogram === null ? sample.value : null;
    if (rule.kind === 'recording') {
      return {
        labels: createLabels([...sample.labels, ['__name__', rule.name], ...rule.labels]),
        annotations: [],
        value,
      };
    }
    const labels = alertLabels(rule, sample, await expand(rule.labels));
    return { labels, annotations: createLabels(await expand(rule.annotations)), value };
  }

  async function run(request: BacktestRequest, trial: Trial): Promise<BacktestResult> {
    try {
      return await backtest(request, {
        source: source(),
        clock,
        external,
        group: groupAt(request.place) ?? NEW_GROUP,
        signal: AbortSignal.any([trial.abort.signal, closing.signal]),
        onProgress: (progress) => {
          trial.progress = progress;
        },
      });
    } catch (error) {
      if (trial.abort.signal.aborted || closing.signal.aborted) {
        throw new AppError('canceled', 'The backtest was canceled.');
      }
      throw error;
    }
  }

  return {
    async checkRule(rule, place, intervalText) {
      const problems = checkDraft(rule, place, intervalText, checkExpr);
      const readable = rule.expr.trim() !== '' && checkExpr(rule.expr) === null;
      return { problems, threshold: readable ? findThreshold(rule.expr) : null };
    },
    async previewRule(draft: RuleDraft): Promise<RulePreview> {
      const rule = definitionOfDraft(draft);
      const atMs = clock.wallMs();
      const samples = await createRuleQuery(source())(rule.expr, atMs, closing.signal);
      const rows: RulePreviewRow[] = [];
      for (const sample of samples.slice(0, MAX_PREVIEW_ROWS))
        rows.push(await previewRow(rule, sample, atMs));
      return { atMs, count: samples.length, rows };
    },
    async backtestRule(request) {
      trials.get(request.key)?.abort.abort();
      const trial: Trial = { abort: new AbortController(), progress: { done: 0, total: 0 } };
      trials.set(request.key, trial);
      try {
        return await run(request, trial);
      } finally {
        if (trials.get(request.key) === trial) trials.delete(request.key);
      }
    },
    getBacktestProgress: async (key) => trials.get(key)?.progress ?? null,
    async cancelBacktest(key) {
      trials.get(key)?.abort.abort();
    },
    close: () => closing.abort(),
  };
}
