import { useEffect, useId, useState } from 'react';
import type { InstantResult } from '../../../shared/domain/query.ts';
import { AppError } from '../../../shared/errors.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { useRefreshTick } from '../../state/refresh-clock.ts';

export interface InstantQueryState {
  readonly result: InstantResult | null;
  readonly error: AppError | null;
  readonly loading: boolean;
  /** The result answers another expression than the one asked for now. */
  readonly stale: boolean;
}

interface Answer {
  readonly result: InstantResult | null;
  readonly error: AppError | null;
  readonly question: string;
}

/** Answers an expression for now, again with each refresh, while `enabled`; '' asks nothing. `run` repeats the question. */
export function useInstantQuery(expr: string, run: number, enabled: boolean): InstantQueryState {
  const key = useId();
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const isAsking = enabled && expr !== '';
  const tick = useRefreshTick(isAsking);
  const [answer, setAnswer] = useState<Answer>({ result: null, error: null, question: '' });
  const [loading, setLoading] = useState(false);
  const question = `${environmentId}/${expr}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: run and tick ask the same question again
  useEffect(() => {
    if (!isAsking) return;
    let dropped = false;
    setLoading(true);
    request('engine.queryInstant', { expr, atMs: null, supersedeKey: key }).then(
      (result) => {
        if (dropped) return;
        setLoading(false);
        setAnswer({ result, error: null, question });
      },
      (thrown: unknown) => {
        if (dropped) return;
        const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
        setLoading(false);
        if (error.code !== 'canceled') setAnswer((before) => ({ ...before, error, question }));
      },
    );
    return () => {
      dropped = true;
    };
  }, [isAsking, expr, key, question, run, tick]);
  return { ...answer, loading, stale: answer.result !== null && answer.question !== question };
}
