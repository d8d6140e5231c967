import { createSystemClock } from '../../src/engine/clock.ts';
import { createLabels } from '../../src/engine/model/labels.ts';
import { SLOT_SAMPLE } from '../../src/engine/storage.ts';
import { openTsdb } from '../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../support/fake-ports.ts';

/*
 * Writes numbered rows until it is killed, and says after each commit which one it was and when. Arguments: the
 * directory, the number of the first row, the flush interval. Row n has time n * 1000 and values n * (series + 1).
 */
const [directory, firstRow, flushIntervalMs] = process.argv.slice(2);
const SERIES = 40;

const tsdb = await openTsdb({
  clock: createSystemClock(),
  logger: SILENT_LOGGER,
  directory: directory as string,
  retention: { maxAgeMs: Number.POSITIVE_INFINITY, maxBytes: 1e12 },
  seriesBudget: 1000,
  flushIntervalMs: Number(flushIntervalMs),
});
const appender = tsdb.openSource('writer');
let n = Number(firstRow);

function writeRow(): void {
  const row = appender.begin(n * 1000);
  for (let series = 0; series < SERIES; series++) {
    const labels = createLabels([
      ['__name__', 'numbered'],
      ['series', String(series)],
    ]);
    const slot = appender.slot(labels);
    row.values[slot] = n * (series + 1);
    row.state[slot] = SLOT_SAMPLE;
  }
  row.commit();
  process.stdout.write(`${n} ${performance.now()}\n`);
  n++;
  setTimeout(writeRow, 0);
}

writeRow();
