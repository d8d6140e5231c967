import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { RuleCheck, RuleDraft, RulePreview } from '../../../../shared/domain/rule-draft.ts';
import { request } from '../../../ipc/client.ts';
import { onRefresh } from '../../../state/refresh-clock.ts';
import { blocksEvaluation, tidyDraft } from './rule-drafts.ts';

const TYPING_MS = 300;

/** What the engine says of the rule as it is written now. */
export interface RuleTrial {
  readonly check: RuleCheck;
  /** The rule that can be evaluated: null while something keeps it from that. */
  readonly evaluable: RuleDraft | null;
}

const UNCHECKED: RuleTrial = { check: { problems: [], threshold: null }, evaluable: null };

/** Checks a draft when typing pauses; what was said last stays until then. */
export function useRuleCheck(draft: RuleDraft, file: string, group: string, intervalText: string): RuleTrial {
  const [settled] = useDebouncedValue(JSON.stringify({ draft, file, group, intervalText }), TYPING_MS);
  const [trial, setTrial] = useState<RuleTrial>(UNCHECKED);
  useEffect(() => {
    const asked = JSON.parse(settled) as {
      draft: RuleDraft;
      file: string;
      group: string;
      intervalText: string;
    };
    const rule = tidyDraft(asked.draft);
    let current = true;
    request('rules.check', {
      rule: writable(rule),
      place: { file: asked.file, group: asked.group },
      intervalText: asked.intervalText,
    }).then(
      (check) => {
        if (!current) return;
        const isReady = !check.problems.some(blocksEvaluation);
        setTrial({ check, evaluable: isReady ? { ...rule, name: rule.name.trim() || 'NewRule' } : null });
      },
      (thrown: Error) => {
        if (!current) return;
        const problem = { field: 'expr', message: thrown.message, start: -1, end: -1 };
        setTrial({ check: { problems: [problem], threshold: null }, evaluable: null });
      },
    );
    return () => {
      current = false;
    };
  }, [settled]);
  return trial;
}

/** The same draft in the form that requests are typed with. */
export function writable(draft: RuleDraft) {
  const copy = (pairs: RuleDraft['labels']): [string, string][] =>
    pairs.map(([name, value]) => [name, value]);
  return { ...draft, labels: copy(draft.labels), annotations: copy(draft.annotations) };
}

/** What the rule gives now, asked anew with each refresh of the window; the last answer stays while a new one is on its way. */
export function useRulePreview(rule: RuleDraft | null): {
  readonly preview: RulePreview | null;
  readonly failure: string | null;
} {
  const [preview, setPreview] = useState<RulePreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (rule === null) return;
    let current = true;
    const ask = (): void => {
      request('rules.preview', writable(rule)).then(
        (answer) => {
          if (!current) return;
          setPreview(answer);
          setFailure(null);
        },
        (thrown: Error) => {
          if (current) setFailure(thrown.message);
        },
      );
    };
    ask();
    const stop = onRefresh(ask);
    return () => {
      current = false;
      stop();
    };
  }, [rule]);
  return { preview, failure };
}
