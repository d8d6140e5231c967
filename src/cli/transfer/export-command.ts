import { createSystemClock } from '../../engine/clock.ts';
import { Parameters } from '../../engine/http-api/parameters.ts';
import { createPromqlEngine } from '../../engine/promql/promql-engine.ts';
import { exportOpenMetrics } from '../../engine/transfer/export-openmetrics.ts';
import { ImportedNotes } from '../../engine/transfer/imported-notes.ts';
import { type Command, onlyArgument, readArguments, UsageError } from '../command-line.ts';
import { openHistory } from '../engine/open-history.ts';
import { createStderrLogger } from '../engine/stderr-logger.ts';
import { createProgressLine, untilInterrupted } from './progress-line.ts';

const USAGE = `Usage: sextant export <file> --data <folder> [options]

Writes the samples of a history that no other program has open as OpenMetrics text with timestamps, which
\`promtool tsdb create-blocks-from openmetrics\` and \`sextant import\` load. The file appears when it is complete.
Native histograms and the marks of where series ended can't be written so; their number is told.

  --data <folder>          folder of the history (history.db lies in it)
  --start, --end <time>    unix seconds or RFC 3339; all there is without them
  --match <selector>       only the series of a PromQL selector`;

async function exportHistory(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    data: { type: 'string' },
    start: { type: 'string' },
    end: { type: 'string' },
    match: { type: 'string' },
  });
  const path = onlyArgument(positionals, 'The name of the file to write');
  const parameters = new Parameters(
    new URLSearchParams({ start: values.start ?? '', end: values.end ?? '' }),
  );
  const range = {
    startMs: parameters.timeMs('start', -8_640_000_000_000_000),
    endMs: parameters.timeMs('end', 8_640_000_000_000_000),
  };
  if (range.startMs > range.endMs) throw new UsageError('--start is after --end.');
  const signal = untilInterrupted();
  const tsdb = await openHistory(values.data, false);
  const progress = createProgressLine('series');
  try {
    const promql = createPromqlEngine(tsdb, { clock: createSystemClock() });
    const notes = new ImportedNotes(values.data ?? null, createStderrLogger(false));
    const matchers = values.match === undefined ? [] : promql.parseSelector(values.match);
    const exemplars = notes
      .listExemplars()
      .filter(({ exemplar: { atMs } }) => atMs >= range.startMs && atMs <= range.endMs)
      .map(({ series, exemplar }) => ({ labels: series, exemplars: [exemplar] }));
    const outcome = await exportOpenMetrics(
      { path, range, matchers },
      { queryable: tsdb, metadata: notes.listFamilies(), exemplars, signal, onProgress: progress.show },
    );
    progress.clear();
    const { samples, series, bytes, histogramsLeftOut, staleMarksLeftOut } = outcome;
    console.log(`Exported ${samples} samples of ${series} series to ${path} (${bytes} bytes).`);
    if (histogramsLeftOut > 0) console.error(`${histogramsLeftOut} native histograms were left out.`);
    if (staleMarksLeftOut > 0)
      console.error(`${staleMarksLeftOut} marks of where series ended were left out.`);
    return 0;
  } finally {
    progress.clear();
    await tsdb.close();
  }
}

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a history, or a part of it, as OpenMetrics text',
  usage: USAGE,
  run: exportHistory,
};
