import { useEffect, useId, useRef, useState } from 'react';
import type { InstantResult } from '../../../../shared/domain/query.ts';
import { AppError } from '../../../../shared/errors.ts';
import { request } from '../../../ipc/client.ts';
import { cancelQueries } from '../../../state/cancel-queries.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { settleAll } from '../../../state/partial-answers.ts';
import { onRefresh } from '../../../state/refresh-clock.ts';

export interface InstantQueriesState {
  /** The last good answers, one an expression; they stay while newer load and when that fails. */
  readonly results: readonly InstantResult[] | null;
  /** Why there is no newer answer, or none to one of several expressions: that has a result without rows. */
  readonly error: AppError | null;
  readonly stale: boolean;
}

interface Answer {
  readonly results: readonly InstantResult[] | null;
  readonly error: AppError | null;
  readonly question: string;
}

function withoutRows(model: InstantResult): InstantResult {
  return { ...model, kind: 'vector', rows: [], text: '', annotations: [] };
}

/** Answers expressions at a moment (null: now), and again on each refresh. No expressions ask nothing. */
export function useInstantQueries(
  exprs: readonly string[],
  atMs: number | null,
  enabled: boolean,
): InstantQueriesState {
  const key = useId();
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const isAsking = enabled && exprs.length > 0 && environmentId !== null;
  const [answer, setAnswer] = useState<Answer>({ results: null, error: null, question: '' });
  const question = JSON.stringify([environmentId, atMs, exprs]);
  const latest = useRef({ exprs, waitingFor: '', answered: '' });
  latest.current = { ...latest.current, exprs };
  useEffect(() => {
    if (!isAsking) return;
    return onRefresh((tick) => {
      const asked = latest.current;
      // As for ranges: a refresh does not push aside a question that is still being answered.
      if (asked.waitingFor === question || asked.answered === `${question}/${tick}`) return;
      asked.waitingFor = question;
      const settle = (change: (before: Answer) => Answer): void => {
        if (latest.current.waitingFor !== question) return;
        latest.current.waitingFor = '';
        latest.current.answered = `${question}/${tick}`;
        setAnswer(change);
      };
      const requests = asked.exprs.map((expr, i) =>
        request('engine.queryInstant', { expr, atMs, supersedeKey: `${key}/${i}` }),
      );
      settleAll(requests, withoutRows).then(
        (answers) => settle(() => ({ ...answers, question })),
        (thrown: unknown) => {
          const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
          settle((before) => (error.code === 'canceled' ? before : { ...before, error, question }));
        },
      );
    });
  }, [isAsking, key, question, atMs]);
  useEffect(
    () => () => {
      const { waitingFor, exprs: asked } = latest.current;
      latest.current.waitingFor = '';
      if (waitingFor !== '') cancelQueries(asked.map((_, i) => `${key}/${i}`));
    },
    [key],
  );
  return {
    results: answer.results,
    error: answer.error,
    stale: answer.results !== null && answer.question !== question,
  };
}
