import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemClock } from '../../engine/clock.ts';
import { openTsdb, type Tsdb } from '../../engine/tsdb/tsdb.ts';
import { AppError } from '../../shared/errors.ts';
import { UsageError } from '../command-line.ts';
import { KEEP_ALL } from './local-engine.ts';
import { refuseLockedHistory } from './locked-history.ts';
import { createStderrLogger } from './stderr-logger.ts';

const SERIES_BUDGET = 1_000_000;

/**
 * Opens the history of the folder that --data names; `create`: makes one where there is none. Throws UsageError, and
 * AppError `not_found`, `conflict` or `storage`.
 */
export async function openHistory(folder: string | undefined, create: boolean): Promise<Tsdb> {
  if (folder === undefined) throw new UsageError('The folder of the history is missing: add --data.');
  if (!create && !existsSync(join(folder, 'history.db'))) {
    throw new AppError('not_found', `There is no history in ${folder}: it has no file history.db.`);
  }
  const tsdb = await openTsdb({
    clock: createSystemClock(),
    logger: createStderrLogger(false),
    directory: folder,
    retention: KEEP_ALL,
    seriesBudget: SERIES_BUDGET,
    flushIntervalMs: 60_000,
  });
  const { storageState, storageMessage } = tsdb.stats();
  if (storageState === 'ok') return tsdb;
  await tsdb.close();
  refuseLockedHistory(storageState, folder);
  throw new AppError('storage', storageMessage);
}
