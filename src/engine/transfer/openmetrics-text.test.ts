import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../exposition/parse-page.ts';
import { seriesText, timestampText, valueText } from './openmetrics-text.ts';

function readBack(line: string) {
  const [sample] = parsePage(Buffer.from(`${line}\n# EOF\n`), 'openmetrics');
  if (sample?.kind !== 'sample') throw new Error('no sample');
  return sample;
}

describe('OpenMetrics text', () => {
  it('keeps every millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 42), max: 2 ** 43 }), (ms) => {
        expect(readBack(`a 1 ${timestampText(ms)}`).timestampMs).toBe(ms === 0 ? 0 : ms);
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps every value', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(readBack(`a ${valueText(value)} 1`).value).toBe(value);
      }),
    );
  });

  it('keeps names and values of labels, whatever is in them', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((name) => !/\0/.test(name) && name !== '__name__');
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'binary' }), (metric, label, value) => {
        const sample = readBack(
          `${seriesText([
            ['__name__', metric],
            [label, value],
          ])}1 1`,
        );
        expect(sample.pairs).toEqual([
          ['__name__', metric],
          [label, value],
        ]);
      }),
    );
  });
});
