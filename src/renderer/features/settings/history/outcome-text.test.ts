import { describe, expect, it } from 'vitest';
import { describeExport, describeImport } from './outcome-text.ts';

describe('outcomes of transfers', () => {
  it('say what was written and what the format can not hold', () => {
    const outcome = {
      path: '/a.om',
      series: 1,
      samples: 1_234,
      bytes: 2_048,
      histogramsLeftOut: 0,
      staleMarksLeftOut: 0,
    };
    expect(describeExport(outcome)).toMatch(/^1,234 samples of 1 series \(.+\) are in \/a\.om\.$/);
    expect(describeExport({ ...outcome, histogramsLeftOut: 1, staleMarksLeftOut: 3 })).toContain(
      '1 native histogram and 3 marks of ended series.',
    );
  });

  it('say what was new, known and too old', () => {
    const outcome = { path: '/a.om', series: 2, samples: 10, appended: 10, tooOld: 0 };
    expect(describeImport(outcome)).toBe('10 samples of 2 series were added.');
    expect(describeImport({ ...outcome, appended: 4, tooOld: 5 })).toBe(
      '4 samples of 2 series were added. 1 sample stood there already. 5 samples are older than history is kept.',
    );
  });
});
