import { useEffect, useId, useState } from 'react';
import type { InstantResult } from '../../../shared/domain/query.ts';
import { AppError } from '../../../shared/errors.ts';
import { request } from '../../ipc/client.ts';
import { cancelQueries } from '../../state/cancel-queries.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { onRefresh } from '../../state/refresh-clock.ts';

export interface InstantQueryState {
  readonly result: InstantResult | null;
  readonly error: AppError | null;
  /** The result answers another expression than the one asked for now. */
  readonly stale: boolean;
}

interface Answer {
  readonly result: InstantResult | null;
  readonly error: AppError | null;
  readonly question: string;
}

/** Answers an expression for now, again with each refresh, while `enabled`; '' asks nothing. `run` repeats the question. */
export function useInstantQuery(
  expr: string,
  run: number,
  enabled: boolean,
  source: string | null,
): InstantQueryState {
  const key = useId();
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const isAsking = enabled && expr !== '';
  const [answer, setAnswer] = useState<Answer>({ result: null, error: null, question: '' });
  const question = `${environmentId}/${source}/${expr}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run asks the same question again
  useEffect(() => {
    if (!isAsking) return;
    let dropped = false;
    let waiting = 0;
    const settle = (change: (before: Answer) => Answer): void => {
      if (!dropped) setAnswer(change);
    };
    const stop = onRefresh(() => {
      waiting++;
      request('engine.queryInstant', { expr, atMs: null, supersedeKey: key, source })
        .finally(() => {
          waiting--;
        })
        .then(
          (result) => settle(() => ({ result, error: null, question })),
          (thrown: unknown) => {
            const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
            settle((before) => (error.code === 'canceled' ? before : { ...before, error, question }));
          },
        );
    });
    return () => {
      dropped = true;
      stop();
      if (waiting > 0) cancelQueries([key]);
    };
  }, [isAsking, expr, key, question, run, source]);
  return { ...answer, stale: answer.result !== null && answer.question !== question };
}
