import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSeriesStyles, freeSlotStyle } from './series-colors.ts';
import { formatLabelSet, nameSeries } from './series-names.ts';

describe('freeSlotStyle', () => {
  it('gives a taken colour away only with another dash', () => {
    const seen: string[] = [];
    const taken: string[] = [];
    for (let i = 0; i < 20; i++) {
      const { color, dash } = freeSlotStyle(3, taken, 'dark');
      taken.push(color);
      seen.push(`${color} ${dash.join()}`);
    }
    expect(new Set(seen).size).toBe(20);
    expect(new Set(taken.slice(0, 8)).size).toBe(8);
  });
});

describe('assignSeriesStyles', () => {
  it('does not depend on the order of the series', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (keys) => {
        const styles = assignSeriesStyles(keys, 'dark');
        const reversed = assignSeriesStyles([...keys].reverse(), 'dark').reverse();
        expect(reversed).toEqual(styles);
      }),
    );
  });

  it('tells up to 32 series apart, by dashes once the colours run out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 32 }), (keys) => {
        const styles = assignSeriesStyles(keys, 'light').map((style) => JSON.stringify(style));
        expect(new Set(styles).size).toBe(keys.length);
      }),
    );
  });

  it('gives a lone series its colour wherever it is shown, and errors the colour of errors', () => {
    const [alone] = assignSeriesStyles(['route="/a"'], 'dark');
    expect(assignSeriesStyles(['route="/a"', 'code="500"'], 'dark')[0]).toEqual(alone);
    const [byCode] = assignSeriesStyles(['code="503"'], 'dark');
    const [byClass] = assignSeriesStyles(['class="5xx"'], 'dark');
    expect(byCode).toEqual(byClass);
  });
});

describe('nameSeries', () => {
  it('says only what differs', () => {
    const names = nameSeries(
      [
        [
          ['__name__', 'a'],
          ['job', 'x'],
          ['method', 'GET'],
        ],
        [
          ['__name__', 'a'],
          ['job', 'x'],
          ['method', 'POST'],
        ],
      ],
      'fallback',
    );
    expect(names.map(({ text }) => text)).toEqual(['GET', 'POST']);
    expect(names[0]?.colorKey).toBe('method="GET"');
  });

  it('falls back where a series has no labels of its own', () => {
    expect(nameSeries([[['instance', 'a']]], 'Memory')).toEqual([{ text: 'Memory', colorKey: '' }]);
    expect(nameSeries([[]], 'Memory')[0]?.text).toBe('Memory');
  });

  it('says the labels that are to be told, also where all share them', () => {
    const sets = ['GET', 'PUT'].map(
      (method) =>
        [
          ['environment', 'Demo'],
          ['method', method],
        ] as const,
    );
    expect(nameSeries(sets, '', ['environment']).map(({ text }) => text)).toEqual([
      'Demo · GET',
      'Demo · PUT',
    ]);
  });

  it('takes an absent label for a difference', () => {
    expect(nameSeries([[['a', '1']], []], 'rest').map(({ text }) => text)).toEqual(['1', 'rest']);
  });
});

describe('formatLabelSet', () => {
  it('writes PromQL', () => {
    expect(
      formatLabelSet([
        ['__name__', 'up'],
        ['path', 'a"b\\'],
      ]),
    ).toBe('up{path="a\\"b\\\\"}');
    expect(formatLabelSet([['__name__', 'up']])).toBe('up');
    expect(formatLabelSet([])).toBe('{}');
  });
});
