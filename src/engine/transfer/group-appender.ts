import { createHash } from 'node:crypto';
import type { LabelSet } from '../../shared/domain/series.ts';
import { labelsKey } from '../model/labels.ts';
import { type Appendable, type Pace, type RowAppender, SLOT_SAMPLE } from '../storage.ts';
import type { SampleColumn } from './sample-column.ts';

/** A series of a file with samples that were collected; `id` is its place among all series of the file. */
export interface ImportedSeries {
  readonly id: number;
  readonly labels: LabelSet;
  column: SampleColumn;
}

/** A source that a group of series is written to, over all parts of the file. */
interface OpenGroup {
  readonly appender: RowAppender;
  readonly slots: readonly number[];
  lastMs: number;
}

/**
 * Hands collected samples to the store. Series whose samples have the same times share a source of it; where the same
 * ones come again with later samples they go on in that source, so that each is read from one place.
 */
export class GroupAppender {
  appended = 0;
  private readonly storage: Appendable;
  private readonly path: string;
  private readonly pace: Pace;
  private readonly open = new Map<string, OpenGroup>();

  constructor(storage: Appendable, path: string, pace: Pace) {
    this.storage = storage;
    this.path = path;
    this.pace = pace;
  }

  async append(series: readonly ImportedSeries[]): Promise<void> {
    for (const group of groupByTimes(series)) await this.appendGroup(group);
  }

  /** Ends all sources; their series go on where they were scraped, so they get no marks. */
  close(): void {
    for (const { appender } of this.open.values()) appender.close(null);
    this.open.clear();
  }

  private openGroup(group: readonly ImportedSeries[], firstMs: number): OpenGroup {
    const key = createHash('sha1')
      .update(Int32Array.from(group, ({ id }) => id))
      .digest('base64');
    const known = this.open.get(key);
    if (known !== undefined && known.lastMs < firstMs) return known;
    known?.appender.close(null);
    // The same samples of the same file once more find their source, and all others have one of their own.
    const appender = this.storage.openSource(`import/${this.path}/${keyOfSeries(group)}/${firstMs}`);
    const opened = { appender, slots: group.map(({ labels }) => appender.slot(labels)), lastMs: firstMs };
    this.open.set(key, opened);
    return opened;
  }

  private async appendGroup(group: readonly ImportedSeries[]): Promise<void> {
    const times = group[0]?.column.times ?? new Float64Array(0);
    const opened = this.openGroup(group, times[0] ?? 0);
    const { appender, slots } = opened;
    const columns = group.map(({ column }) => column.values);
    for (const [i, atMs] of times.entries()) {
      const row = appender.begin(atMs);
      for (let k = 0; k < slots.length; k++) {
        row.values[slots[k] as number] = (columns[k] as Float64Array)[i] as number;
        row.state[slots[k] as number] = SLOT_SAMPLE;
      }
      this.appended += row.commit().samplesAppended;
      opened.lastMs = atMs;
      const pause = this.pace(slots.length);
      if (pause !== null) await pause;
    }
  }
}

function keyOfSeries(group: readonly ImportedSeries[]): string {
  const hash = createHash('sha1');
  for (const { labels } of group) hash.update(`${labelsKey(labels)}\n`);
  return hash.digest('base64');
}

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
