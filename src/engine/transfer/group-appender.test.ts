import { describe, expect, it } from 'vitest';
import type { Appendable, RowAppender } from '../storage.ts';
import { GroupAppender, type ImportedSeries } from './group-appender.ts';
import { SampleColumn } from './sample-column.ts';

interface WrittenRow {
  readonly source: string;
  readonly atMs: number;
  readonly values: readonly number[];
}

/** A store that writes down what it is given; sources are numbered as they are opened. */
function recordingStore(): Appendable & { readonly rows: WrittenRow[]; readonly closed: string[] } {
  const rows: WrittenRow[] = [];
  const closed: string[] = [];
  const names: string[] = [];
  return {
    rows,
    closed,
    openSource(name) {
      let slots = 0;
      if (!names.includes(name)) names.push(name);
      const source = `source ${names.indexOf(name)}`;
      const appender: Partial<RowAppender> = {
        slot: () => slots++,
        begin: (atMs) => {
          const values = new Float64Array(slots);
          const state = new Uint8Array(slots);
          return {
            atMs,
            values,
            state,
            commit: () => {
              rows.push({ source, atMs, values: [...values] });
              return { samplesAppended: slots };
            },
          } as unknown as ReturnType<RowAppender['begin']>;
        },
        close: () => closed.push(source),
      };
      return appender as RowAppender;
    },
  };
}

function series(id: number, samples: readonly (readonly [number, number])[]): ImportedSeries {
  const column = new SampleColumn();
  for (const [atMs, value] of samples) column.add(atMs, value);
  return { id, labels: [['__name__', `m${id}`]], column };
}

describe('GroupAppender', () => {
  it('goes on in the source of the same series, and opens another for others', async () => {
    const store = recordingStore();
    const appender = new GroupAppender(store, 'file', () => null);
    await appender.append([series(0, [[1, 10]]), series(1, [[1, 11]]), series(2, [[5, 12]])]);
    await appender.append([series(0, [[2, 20]]), series(1, [[2, 21]])]);
    // Two of three would leave the third without a sample in a row of its source.
    await appender.append([series(0, [[3, 30]])]);
    appender.close();
    expect(store.rows).toEqual([
      { source: 'source 0', atMs: 1, values: [10, 11] },
      { source: 'source 1', atMs: 5, values: [12] },
      { source: 'source 0', atMs: 2, values: [20, 21] },
      { source: 'source 2', atMs: 3, values: [30] },
    ]);
    expect(store.closed.sort()).toEqual(['source 0', 'source 1', 'source 2']);
    expect(appender.appended).toBe(6);
  });

  it('does not write older samples behind newer ones', async () => {
    const store = recordingStore();
    const appender = new GroupAppender(store, 'file', () => null);
    await appender.append([series(0, [[9, 1]])]);
    await appender.append([series(0, [[4, 2]])]);
    appender.close();
    expect(store.rows.map(({ source }) => source)).toEqual(['source 0', 'source 1']);
    expect(store.closed).toHaveLength(2);
  });
});

describe('SampleColumn', () => {
  it('gives up its samples from a time on', () => {
    const { column } = series(0, [
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    const later = column.splitFrom(3);
    column.finish();
    later?.finish();
    expect([[...column.times], [...(later?.times ?? [])]]).toEqual([[1, 2], [3]]);
    expect(column.splitFrom(7)).toBeNull();
  });
});
