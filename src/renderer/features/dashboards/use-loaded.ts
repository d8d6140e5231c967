import { useEffect, useState } from 'react';
import { AppError } from '../../../shared/errors.ts';

export interface Loaded<T> {
  readonly data: T | null;
  readonly error: AppError | null;
}

/** Loads when `key` changes; what was loaded stays until the answer comes, and late answers to an older key are dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({ data: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded
  useEffect(() => {
    let dropped = false;
    load().then(
      (data) => {
        if (!dropped) setState({ data, error: null });
      },
      (thrown: unknown) => {
        if (dropped) return;
        const error = thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
        setState((before) => ({ ...before, error }));
      },
    );
    return () => {
      dropped = true;
    };
  }, [key]);
  return state;
}
