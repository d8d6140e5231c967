import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { ExpositionError } from '../../engine/exposition/exposition-error.ts';
import { PAGE_PADDING, PageParser, type PageSink } from '../../engine/exposition/page-parser.ts';
import { createLabels, labelsKey } from '../../engine/model/labels.ts';
import { type Appendable, SLOT_SAMPLE } from '../../engine/storage.ts';
import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { SampleColumn } from './sample-column.ts';

const BLOCK_BYTES = 4 * 1024 * 1024;
const NEWLINE = 10;
const END_OF_PAGE = Buffer.from('# EOF\n');

/** What was read and what of it was new to the store. */
export interface ImportOutcome {
  readonly series: number;
  readonly samples: number;
  readonly appended: number;
}

/** Takes the samples of a file into one column per series. */
class ImportSink implements PageSink {
  values = new Float64Array(0);
  state = new Uint8Array(0);
  readonly series: { readonly labels: LabelSet; readonly column: SampleColumn }[] = [];
  samplesWithoutTime = 0;
  readonly #slots = new Map<string, number>();

  resolveSlot(pairs: LabelPair[]): number {
    const labels = createLabels(pairs);
    const key = labelsKey(labels);
    // The parser forgets lines that it has not seen for long, and asks for them again.
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.#slots.set(key, this.series.length);
    this.series.push({ labels, column: new SampleColumn() });
    if (this.series.length > this.values.length) {
      this.values = new Float64Array(this.series.length * 2);
      this.state = new Uint8Array(this.series.length * 2);
    }
    return this.series.length - 1;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.series[slot]?.column.add(atMs, value);
  }

  countDuplicate(): void {
    this.samplesWithoutTime++;
  }

  addExemplar(): void {
    // Exemplars are not kept.
  }
}

/**
 * Loads a file in OpenMetrics text whose samples have timestamps, as `promtool tsdb create-blocks-from openmetrics` does.
 * Series whose samples have the same times share a source of the store. Throws AppError `bad_data`, `not_found`.
 */
export async function importOpenMetrics(path: string, storage: Appendable): Promise<ImportOutcome> {
  const sink = new ImportSink();
  const samples = await readSamples(path, sink);
  let appended = 0;
  for (const [i, group] of groupByTimes(sink.series).entries()) {
    appended += appendGroup(storage, `import/${path}/${i}`, group);
    await new Promise(setImmediate);
  }
  return { series: sink.series.length, samples, appended };
}

async function readSamples(path: string, sink: ImportSink): Promise<number> {
  const parser = new PageParser();
  let samples = 0;
  let linesBefore = 0;
  for await (const block of wholeLines(path)) {
    try {
      samples += parser.parse(block, 'openmetrics', true, sink);
    } catch (error) {
      if (!(error instanceof ExpositionError)) throw error;
      throw new AppError('bad_data', `${path}:${linesBefore + error.line}:${error.column}: ${error.message}`);
    }
    if (sink.state.includes(1) || sink.samplesWithoutTime > 0) {
      throw new AppError('bad_data', `${path} has samples without a timestamp, so it can't be imported.`);
    }
    for (let i = 0; i < block.end; i++) if (block.bytes[i] === NEWLINE) linesBefore++;
    // The line that was put at the end of the block.
    linesBefore--;
  }
  return samples;
}

/** The file in pages that each end with a whole line and "# EOF"; the file's own end must be there. */
async function* wholeLines(path: string): AsyncGenerator<{ readonly bytes: Buffer; readonly end: number }> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('not_found', `${path} can't be read: ${error.message}`);
  });
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const bytes = Buffer.alloc(rest.length + BLOCK_BYTES + END_OF_PAGE.length + PAGE_PADDING);
      rest.copy(bytes);
      const { bytesRead } = await file.read(bytes, rest.length, BLOCK_BYTES);
      const filled = rest.length + bytesRead;
      if (bytesRead === 0) {
        yield { bytes, end: filled };
        return;
      }
      const lastLine = bytes.lastIndexOf(NEWLINE, filled - END_OF_PAGE.length - 1);
      rest = Buffer.from(bytes.subarray(lastLine + 1, filled));
      if (lastLine < 0) continue;
      END_OF_PAGE.copy(bytes, lastLine + 1);
      yield { bytes, end: lastLine + 1 + END_OF_PAGE.length };
    }
  } finally {
    await file.close();
  }
}

type ImportedSeries = ImportSink['series'][number];

function groupByTimes(series: readonly ImportedSeries[]): ImportedSeries[][] {
  const groups = new Map<string, ImportedSeries[]>();
  for (const one of series) {
    const key = one.column.finish();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Appends series of the same times row by row; answers how many samples were new. */
function appendGroup(storage: Appendable, sourceId: string, group: readonly ImportedSeries[]): number {
  const appender = storage.openSource(sourceId);
  const slots = group.map(({ labels }) => appender.slot(labels));
  const columns = group.map(({ column }) => column.values);
  let appended = 0;
  for (const [i, atMs] of (group[0]?.column.times ?? new Float64Array(0)).entries()) {
    const row = appender.begin(atMs);
    for (let k = 0; k < slots.length; k++) {
      row.values[slots[k] as number] = (columns[k] as Float64Array)[i] as number;
      row.state[slots[k] as number] = SLOT_SAMPLE;
    }
    appended += row.commit().samplesAppended;
  }
  appender.close(null);
  return appended;
}
