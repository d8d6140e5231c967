import { importOpenMetrics } from '../../engine/transfer/import-openmetrics.ts';
import { ImportedNotes } from '../../engine/transfer/imported-notes.ts';
import { type Command, onlyArgument, readArguments } from '../command-line.ts';
import { openHistory } from '../engine/open-history.ts';
import { createStderrLogger } from '../engine/stderr-logger.ts';
import { createProgressLine, untilInterrupted } from './progress-line.ts';

const USAGE = `Usage: sextant import <file> --data <folder>

Loads OpenMetrics text whose samples have timestamps into a history that no other program has open; it is made where
there is none. Importing the same file again adds nothing. What was loaded before an interruption stays.

  --data <folder>    folder of the history`;

async function importHistory(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { data: { type: 'string' } });
  const path = onlyArgument(positionals, 'The name of the file to load');
  const signal = untilInterrupted();
  const tsdb = await openHistory(values.data, true);
  const progress = createProgressLine('bytes');
  try {
    const { series, samples, appended } = await importOpenMetrics(path, {
      storage: tsdb,
      notes: new ImportedNotes(values.data ?? null, createStderrLogger(false)),
      keepFromMs: Number.NEGATIVE_INFINITY,
      signal,
      onProgress: progress.show,
    });
    progress.clear();
    const known = samples === appended ? '' : `, ${samples - appended} of them known already`;
    console.log(`Imported ${samples} samples of ${series} series${known}.`);
    return 0;
  } finally {
    progress.clear();
    await tsdb.close();
  }
}

export const importCommand: Command = {
  name: 'import',
  summary: 'load OpenMetrics text with timestamps into a history',
  usage: USAGE,
  run: importHistory,
};
