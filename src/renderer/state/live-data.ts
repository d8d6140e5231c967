import { useEffect, useRef, useState } from 'react';
import type { InvalidationTopic } from '../../shared/domain/engine-status.ts';
import { AppError } from '../../shared/errors.ts';
import { useEngine } from './engine-store.ts';
import { useEnvironment } from './environment-store.ts';

/** Data that is asked for again whenever it changes; `data` stays while newer loads or when that fails. */
export interface LiveData<T> {
  readonly data: T | null;
  readonly error: AppError | null;
  readonly loading: boolean;
}

/**
 * Loads at once, and again when the topic is invalidated, the environment changes or `question` does. Answers that come late
 * (for an environment that is no longer active) are dropped.
 */
export function useLiveData<T>(load: () => Promise<T>, topic: InvalidationTopic, question = ''): LiveData<T> {
  const revision = useEngine((state) => state.revisions[topic]);
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const [state, setState] = useState<LiveData<T> & { environmentId: string | null }>({
    data: null,
    error: null,
    loading: true,
    environmentId,
  });
  const loadRef = useRef(load);
  loadRef.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what says "ask again"
  useEffect(() => {
    let dropped = false;
    setState((before) =>
      before.environmentId === environmentId
        ? before
        : { data: null, error: null, loading: true, environmentId },
    );
    loadRef.current().then(
      (data) => {
        if (!dropped) setState({ data, error: null, loading: false, environmentId });
      },
      (thrown: unknown) => {
        if (dropped) return;
        // Another environment is opened: its data is asked for in a moment.
        if (thrown instanceof AppError && thrown.code === 'canceled') return;
        const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
        setState((before) => ({ ...before, error, loading: false }));
      },
    );
    return () => {
      dropped = true;
    };
  }, [revision, environmentId, question]);
  return state;
}
