import { useEffect, useId, useRef, useState } from 'react';
import type { RangeResult } from '../../../../shared/domain/query.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ReplyOf } from '../../../../shared/ipc/contract.ts';
import { request } from '../../../ipc/client.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../../state/environment-store.ts';
import { fillRateInterval, useShownRange } from '../../../state/range-query.ts';
import { onRefresh } from '../../../state/refresh-clock.ts';

/** What an environment answered to one of the queries. */
export interface ComparedResult {
  readonly environmentId: string;
  /** The query's letter. */
  readonly queryId: string;
  readonly result: RangeResult;
}

export interface Compared {
  readonly results: readonly ComparedResult[] | null;
  /** One sentence for each environment that did not answer. */
  readonly faults: readonly string[];
  readonly stale: boolean;
}

type Answers = readonly ReplyOf<'compare.queryRange'>[];
const NOTHING: Compared = { results: null, faults: [], stale: false };

/** Asks environments the queries over the window's time range, and again on each refresh. */
export function useCompared(
  environmentIds: readonly string[],
  queries: readonly { readonly id: string; readonly expr: string }[],
  stepMs: number,
): Compared {
  const key = useId();
  const range = useShownRange(null);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const environments = useEnvironment((state) => state.environments);
  const [state, setState] = useState<{ readonly question: string; readonly compared: Compared }>({
    question: '',
    compared: NOTHING,
  });
  const nameOf = (id: string): string => environments.find((known) => known.id === id)?.name ?? id;
  const latest = useRef({ environmentIds, queries, range, nameOf });
  latest.current = { environmentIds, queries, range, nameOf };
  const question = JSON.stringify([environmentIds, queries, range.from, range.to, stepMs, scrapeIntervalMs]);
  useEffect(() => {
    let isOver = false;
    let isWaiting = false;
    function accept(answers: Answers): void {
      const asked = latest.current;
      const results = answers.flatMap((answer, i) =>
        answer.flatMap(({ environmentId, result }) =>
          result === null ? [] : [{ environmentId, queryId: asked.queries[i]?.id ?? '', result }],
        ),
      );
      const faults = answers.flatMap((answer) =>
        answer.flatMap(({ environmentId, error }) =>
          error === null || error.code === 'canceled'
            ? []
            : [`${asked.nameOf(environmentId)}: ${error.message}`],
        ),
      );
      setState({ question, compared: { results, faults: [...new Set(faults)], stale: false } });
    }
    const stop = onRefresh(() => {
      const asked = latest.current;
      if (isWaiting || asked.queries.length === 0) return;
      isWaiting = true;
      const requests = asked.queries.map(({ expr }, i) =>
        request('compare.queryRange', {
          environmentIds: [...asked.environmentIds],
          expr: fillRateInterval(expr, stepMs, scrapeIntervalMs),
          range: asked.range,
          stepMs,
          lookbackMs: null,
          supersedeKey: `${key}/${i}`,
        }),
      );
      Promise.all(requests)
        .then(
          (answers) => {
            if (!isOver) accept(answers);
          },
          (thrown: unknown) => {
            if (isOver || (thrown instanceof AppError && thrown.code === 'canceled')) return;
            const message = thrown instanceof Error ? thrown.message : String(thrown);
            setState((before) => ({ question, compared: { ...before.compared, faults: [message] } }));
          },
        )
        .finally(() => {
          isWaiting = false;
        });
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [question, stepMs, scrapeIntervalMs, key]);
  return state.question === question ? state.compared : { ...state.compared, stale: true };
}
