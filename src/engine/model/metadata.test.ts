import { describe, expect, it } from 'vitest';
import type { MetricMetadata } from '../../shared/domain/series.ts';
import { MetadataStore } from './metadata.ts';

function family(name: string, changes: Partial<MetricMetadata> = {}): MetricMetadata {
  return { name, type: 'gauge', help: '', unit: '', ...changes };
}

function names(store: MetadataStore): string[] {
  return store.listMetadata().map(({ name }) => name);
}

describe('metadata', () => {
  it('keeps a family for ten scrapes after it vanished', () => {
    const store = new MetadataStore();
    store.recordScrape('t', [family('b'), family('a')]);
    const left = [family('a')];
    for (let i = 0; i < 10; i++) {
      store.recordScrape('t', left);
      expect(names(store)).toEqual(['a', 'b']);
    }
    store.recordScrape('t', left);
    expect(names(store)).toEqual(['a']);
  });

  it('forgets that a family vanished when it comes back', () => {
    const store = new MetadataStore();
    store.recordScrape('t', [family('a')]);
    for (let i = 0; i < 9; i++) store.recordScrape('t', []);
    const back = [family('a', { help: 'new' })];
    store.recordScrape('t', back);
    for (let i = 0; i < 20; i++) store.recordScrape('t', back);
    expect(store.listMetadata()).toEqual(back);
  });

  it('lists a family of several targets once, as one that knows its type describes it', () => {
    const store = new MetadataStore();
    store.recordScrape('t1', [family('a', { type: 'unknown' })]);
    store.recordScrape('t2', [family('a', { type: 'counter', help: 'Text' })]);
    expect(store.listMetadata()).toEqual([family('a', { type: 'counter', help: 'Text' })]);
    store.removeTarget('t2');
    expect(store.listMetadata()).toEqual([family('a', { type: 'unknown' })]);
  });
});
