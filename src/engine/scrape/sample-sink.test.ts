import { describe, expect, it } from 'vitest';
import { testEndpoint } from '../../../test/support/fake-ports.ts';
import { MemorySource } from '../../../test/support/memory-storage.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../../shared/domain/scrape-settings.ts';
import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { AppError } from '../../shared/errors.ts';
import { compileRules, SampleSink, storedLabels } from './sample-sink.ts';
import { ScrapeFailedError } from './scrape-failure.ts';

const OF_TARGET: LabelSet = [
  ['instance', 'host:1'],
  ['job', 'shop'],
];

function combined(scraped: LabelPair[], honorLabels: boolean): string {
  const endpoint = testEndpoint({ scrape: { ...DEFAULT_SCRAPE_SETTINGS, honorLabels } });
  return (storedLabels([['__name__', 'm'], ...scraped], compileRules(endpoint, OF_TARGET)) ?? [])
    .map((pair) => pair.join('='))
    .join(' ');
}

describe('labels of a target and of its series', () => {
  it.each<[LabelPair[], boolean, string]>([
    [[], false, '__name__=m instance=host:1 job=shop'],
    [[['a', '']], false, '__name__=m instance=host:1 job=shop'],
    [[['job', 'x']], false, '__name__=m exported_job=x instance=host:1 job=shop'],
    [
      [
        ['job', 'x'],
        ['exported_job', 'y'],
      ],
      false,
      '__name__=m exported_exported_job=x exported_job=y instance=host:1 job=shop',
    ],
    [[['job', '']], false, '__name__=m instance=host:1 job=shop'],
    [[['job', 'x']], true, '__name__=m instance=host:1 job=x'],
    [[['instance', '']], true, '__name__=m job=shop'],
    [[['__proto__', 'p']], false, '__name__=m __proto__=p instance=host:1 job=shop'],
  ])('%j, honorLabels %s', (scraped, honorLabels, expected) => {
    expect(combined(scraped, honorLabels)).toBe(expected);
  });
});

describe('a page that the storage has no room for', () => {
  it('fails with the reason of the storage', () => {
    const source = new MemorySource();
    source.slot = () => {
      throw new AppError('limit_exceeded', 'the budget of 10 series is used up');
    };
    const sink = new SampleSink(source.begin(1), source, compileRules(testEndpoint(), OF_TARGET));
    try {
      sink.resolveSlot([['__name__', 'm']]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ScrapeFailedError);
      expect((error as ScrapeFailedError).failure).toMatchObject({
        reason: 'series_limit',
        step: 'store',
        message: expect.stringContaining('budget of 10 series'),
      });
    }
  });

  it('lets bugs of the storage through', () => {
    const source = new MemorySource();
    source.slot = () => {
      throw new TypeError('bug');
    };
    const sink = new SampleSink(source.begin(1), source, compileRules(testEndpoint(), OF_TARGET));
    expect(() => sink.resolveSlot([['__name__', 'm']])).toThrow(TypeError);
  });

  it('makes no slots beyond the sample limit', () => {
    const source = new MemorySource();
    const endpoint = testEndpoint({ limits: { ...testEndpoint().limits, samples: 3 } });
    const sink = new SampleSink(source.begin(1), source, compileRules(endpoint, OF_TARGET));
    for (let i = 0; i < 10; i++) sink.resolveSlot([['__name__', `m${i}`]]);
    expect(source.slotCount).toBe(3);
  });
});
