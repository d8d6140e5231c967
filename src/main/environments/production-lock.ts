import type { Environment } from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';

/** Longest time that production stays open for changes, minutes. */
export const MAX_UNLOCK_MINUTES = 240;

/** Keeps production environments read-only until they are unlocked for some minutes, by their name. */
export interface ProductionLock {
  /** When changes are refused again, ms since the epoch; null where they are refused now or never are. */
  unlockedUntilMs(environment: Environment): number | null;
  isReadOnly(environment: Environment): boolean;
  /** Throws AppError `unauthorized` for a production environment that is not unlocked. */
  requireChangeable(environment: Environment): void;
  /** Lets changes through for so many minutes. Throws AppError `bad_data` where the typed name is another. */
  unlock(environment: Environment, typedName: string, minutes: number): void;
  lock(environmentId: string): void;
}

/** Makes the lock with all production locked. `onChanged` is called when one is unlocked, locked, or its time is over. */
export function createProductionLock(options: {
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  onChanged(): void;
}): ProductionLock {
  /** By id: when it ends (monotonic, so that a clock that is set back does not lengthen it). */
  const open = new Map<string, { readonly endsAtMs: number; readonly timer: NodeJS.Timeout }>();

  function leftMs(id: string): number {
    return Math.max(0, (open.get(id)?.endsAtMs ?? 0) - options.monotonicMs());
  }

  function isReadOnly({ id, kind }: Environment): boolean {
    return kind === 'production' && leftMs(id) === 0;
  }

  function lock(id: string): void {
    const known = open.get(id);
    if (known === undefined) return;
    clearTimeout(known.timer);
    open.delete(id);
    options.onChanged();
  }

  return {
    isReadOnly,
    unlockedUntilMs: ({ id, kind }) =>
      kind === 'production' && leftMs(id) > 0 ? Math.round(options.wallMs() + leftMs(id)) : null,
    requireChangeable(environment) {
      if (!isReadOnly(environment)) return;
      throw new AppError(
        'unauthorized',
        `${environment.name} is production and read-only; unlock it in the bar at the top to change it.`,
        { environmentId: environment.id, readOnly: true },
      );
    },
    unlock(environment, typedName, minutes) {
      if (typedName.trim() !== environment.name) {
        throw new AppError('bad_data', `The name does not match; type ${environment.name} to unlock it.`);
      }
      const known = open.get(environment.id);
      if (known !== undefined) clearTimeout(known.timer);
      const durationMs = Math.min(minutes, MAX_UNLOCK_MINUTES) * 60_000;
      const timer = setTimeout(() => lock(environment.id), durationMs);
      timer.unref();
      open.set(environment.id, { endsAtMs: options.monotonicMs() + durationMs, timer });
      options.onChanged();
    },
    lock,
  };
}
