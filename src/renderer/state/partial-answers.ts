import { AppError } from '../../shared/errors.ts';

/** Answers to several questions of which some may have failed; `error` is the first reason. */
export interface PartialAnswers<T> {
  readonly results: readonly T[];
  readonly error: AppError | null;
}

function errorOf(reason: unknown): AppError {
  return reason instanceof AppError ? reason : new AppError('internal', String(reason));
}

/**
 * Waits for all answers. Those that failed are what `empty` makes of one that came, so that the others can be shown.
 * Rejects with an AppError where none came, or one was canceled: then a newer question is under way.
 */
export async function settleAll<T>(
  requests: readonly Promise<T>[],
  empty: (model: T) => T,
): Promise<PartialAnswers<T>> {
  const settled = await Promise.allSettled(requests);
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [errorOf(one.reason)] : []));
  const canceled = errors.find(({ code }) => code === 'canceled');
  if (canceled !== undefined) throw canceled;
  const model = settled.find((one) => one.status === 'fulfilled')?.value;
  if (model === undefined && errors[0] !== undefined) throw errors[0];
  return {
    results: settled.map((one) => (one.status === 'fulfilled' ? one.value : empty(model as T))),
    error: errors[0] ?? null,
  };
}
