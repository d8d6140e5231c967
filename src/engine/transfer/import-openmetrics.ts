import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { LabelPair } from '../../shared/domain/series.ts';
import type { ImportOutcome, TransferProgress } from '../../shared/domain/transfer.ts';
import { AppError } from '../../shared/errors.ts';
import { ExpositionError } from '../exposition/exposition-error.ts';
import { PAGE_PADDING, PageParser, type PageSink } from '../exposition/page-parser.ts';
import type { Exemplar } from '../exposition/page-reader.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import type { Appendable } from '../storage.ts';
import { GroupAppender, type ImportedSeries } from './group-appender.ts';
import type { ImportedNotes } from './imported-notes.ts';
import { createPacer } from './pacer.ts';
import { SampleColumn } from './sample-column.ts';

const BLOCK_BYTES = 4 * 1024 * 1024;
/** So many samples are collected, 32 MiB, before they are handed to the store. */
const MOST_SAMPLES = 2_000_000;
const NEWLINE = 10;
const END_OF_PAGE = Buffer.from('# EOF\n');

/** What an import needs. */
export interface ImportContext {
  readonly storage: Appendable;
  /** Takes what the file says beside its samples; saved at the end, whatever the end is. */
  readonly notes: ImportedNotes;
  /** Older samples are left out, because the store would forget them at once; ms UTC. */
  readonly keepFromMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** Takes the samples of a file into one column per series. */
class ImportSink implements PageSink {
  values = new Float64Array(0);
  state = new Uint8Array(0);
  readonly series: ImportedSeries[] = [];
  samplesWithoutTime = 0;
  tooOld = 0;
  collected = 0;
  private readonly keepFromMs: number;
  private readonly notes: ImportedNotes;
  /** The time of the last sample. */
  private lastMs = Number.NEGATIVE_INFINITY;
  private newestMs = Number.NEGATIVE_INFINITY;
  /** The file goes from time to time, not from series to series. */
  private isByTime = true;
  private readonly slots = new Map<string, number>();

  constructor({ keepFromMs, notes }: ImportContext) {
    this.keepFromMs = keepFromMs;
    this.notes = notes;
  }

  resolveSlot(pairs: LabelPair[]): number {
    const labels = createLabels(pairs);
    const key = labelsKey(labels);
    // The parser forgets lines that it has not seen for long, and asks for them again.
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    this.slots.set(key, this.series.length);
    this.series.push({ id: this.series.length, labels, column: new SampleColumn() });
    if (this.series.length > this.values.length) {
      this.values = new Float64Array(this.series.length * 2);
      this.state = new Uint8Array(this.series.length * 2);
    }
    return this.series.length - 1;
  }

  setAt(slot: number, atMs: number, value: number): void {
    this.lastMs = atMs;
    if (atMs < this.keepFromMs) {
      this.tooOld++;
      return;
    }
    this.collected++;
    if (atMs < this.newestMs) this.isByTime = false;
    else this.newestMs = atMs;
    this.series[slot]?.column.add(atMs, value);
  }

  countDuplicate(): void {
    this.samplesWithoutTime++;
  }

  addExemplar(slot: number, { labels, value, atMs }: Exemplar): void {
    const time = atMs ?? this.lastMs;
    if (time < this.keepFromMs) return;
    const series = this.series[slot]?.labels;
    if (series === undefined) return;
    this.notes.takeExemplar({ series, exemplar: { labels: createLabels(labels), value, atMs: time } });
  }

  /**
   * The series with samples; they begin anew with none. In the midst of a file that goes from time to time, the newest
   * time stays here: some of its samples may still come, and series that are cut at one time stay together.
   */
  take(isEnd: boolean): ImportedSeries[] {
    this.collected = 0;
    const taken: ImportedSeries[] = [];
    for (const one of this.series) {
      const { id, labels, column } = one;
      if (column.count === 0) continue;
      const later = isEnd || !this.isByTime ? null : column.splitFrom(this.newestMs);
      one.column = later ?? new SampleColumn();
      this.collected += one.column.count;
      if (column.count > 0) taken.push({ id, labels, column });
    }
    return taken;
  }
}

/**
 * Loads a file in OpenMetrics text whose samples have timestamps, as `promtool tsdb create-blocks-from openmetrics` does.
 * What was loaded before a fault or a cancellation stays. Throws AppError `bad_data`, `not_found`, `canceled`.
 */
export async function importOpenMetrics(path: string, context: ImportContext): Promise<ImportOutcome> {
  const sink = new ImportSink(context);
  const appender = new GroupAppender(context.storage, path, createPacer(context.signal));
  try {
    return await importBlocks(path, sink, appender, context);
  } finally {
    appender.close();
    context.notes.save();
  }
}

async function importBlocks(
  path: string,
  sink: ImportSink,
  appender: GroupAppender,
  context: ImportContext,
): Promise<ImportOutcome> {
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
    context.notes.takeFamilies(parser.listFamilies());
    for (let i = 0; i < block.end; i++) if (block.bytes[i] === NEWLINE) linesBefore++;
    // The line that was put at the end of the block.
    linesBefore--;
    if (sink.collected >= MOST_SAMPLES) await appender.append(sink.take(false));
    context.onProgress({ done: block.readBytes, total: block.totalBytes, samples });
    await turn(context.signal);
  }
  await appender.append(sink.take(true));
  const { appended } = appender;
  return { path, series: sink.series.length, samples, appended, tooOld: sink.tooOld };
}

async function turn(signal: AbortSignal): Promise<void> {
  await createPacer(signal)(Number.POSITIVE_INFINITY);
}

/** A part of a file that can be parsed as a page. */
interface FileBlock {
  readonly bytes: Buffer;
  readonly end: number;
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** The file in pages that each end with a whole line and "# EOF"; the file's own end must be there. */
async function* wholeLines(path: string): AsyncGenerator<FileBlock> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('not_found', `${path} can't be read: ${error.message}`);
  });
  try {
    const { size: totalBytes } = await file.stat();
    let readBytes = 0;
    let rest = Buffer.alloc(0);
    for (;;) {
      const bytes = Buffer.alloc(rest.length + BLOCK_BYTES + END_OF_PAGE.length + PAGE_PADDING);
      rest.copy(bytes);
      const { bytesRead } = await file.read(bytes, rest.length, BLOCK_BYTES);
      readBytes += bytesRead;
      const filled = rest.length + bytesRead;
      if (bytesRead === 0) {
        yield { bytes, end: filled, readBytes, totalBytes };
        return;
      }
      const lastLine = bytes.lastIndexOf(NEWLINE, filled - END_OF_PAGE.length - 1);
      rest = Buffer.from(bytes.subarray(lastLine + 1, filled));
      if (lastLine < 0) continue;
      END_OF_PAGE.copy(bytes, lastLine + 1);
      yield { bytes, end: lastLine + 1 + END_OF_PAGE.length, readBytes, totalBytes };
    }
  } finally {
    await file.close();
  }
}
