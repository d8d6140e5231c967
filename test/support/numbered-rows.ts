import { createLabels } from '../../src/engine/model/labels.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb, type Tsdb, type TsdbOptions } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from './fake-ports.ts';
import type { ManualClock } from './manual-clock.ts';

/** The time of row 0, ms UTC; each further row is 15 s later. */
export const ROWS_START_MS = Date.UTC(2026, 4, 1, 12);
const ROW_INTERVAL_MS = 15_000;
const SERIES = 60;

/** Opens a store that keeps all that is written into it. */
export function openRowStore(
  directory: string,
  clock: ManualClock,
  options: Pick<TsdbOptions, 'historyAccess'> = {},
): Promise<Tsdb> {
  return openTsdb({
    ...options,
    clock,
    logger: SILENT_LOGGER,
    directory,
    retention: { maxAgeMs: 30 * 86_400_000, maxBytes: 1e10 },
    seriesBudget: 1000,
    flushIntervalMs: 1000,
  });
}

/** Writes rows numbered `from` .. `to - 1`, with values that compress badly; the clock goes with them. */
export function writeRows(tsdb: Tsdb, clock: ManualClock, from: number, to: number): void {
  const appender = tsdb.openSource('target');
  for (let n = from; n < to; n++) {
    const atMs = ROWS_START_MS + n * ROW_INTERVAL_MS;
    clock.passTo(atMs);
    const row = appender.begin(atMs);
    for (let series = 0; series < SERIES; series++) {
      const slot = appender.slot(
        createLabels([
          ['__name__', 'numbered'],
          ['series', String(series)],
        ]),
      );
      row.values[slot] = Math.sin(n * 1000 + series);
      row.state[slot] = SLOT_SAMPLE;
    }
    row.commit();
  }
  appender.close(null);
}

/** The numbers of the rows that are there; throws where a value is not the one that was written. */
export async function readRows(tsdb: Tsdb): Promise<number[]> {
  const [first] = await tsdb.select([{ name: 'series', type: '=', value: '7' }], 0, 1e14);
  if (first === undefined) return [];
  const rows = [...first.times].map((atMs) => (atMs - ROWS_START_MS) / ROW_INTERVAL_MS);
  for (const [i, n] of rows.entries()) {
    if (first.values[i] !== Math.sin(n * 1000 + 7)) throw new Error(`row ${n} holds ${first.values[i]}`);
  }
  return rows;
}
