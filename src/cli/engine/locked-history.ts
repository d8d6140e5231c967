import type { StorageState } from '../../shared/domain/engine-status.ts';
import { AppError } from '../../shared/errors.ts';

/** Throws AppError `conflict` where another program has the history of a folder open. */
export function refuseLockedHistory(state: StorageState, folder: string | null): void {
  if (state !== 'locked') return;
  throw new AppError(
    'conflict',
    `Another program, perhaps the app, has the history in ${folder} open: close that environment there, or name another folder with --data.`,
  );
}
