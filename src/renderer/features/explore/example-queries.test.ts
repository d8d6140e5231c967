import { describe, expect, it } from 'vitest';
import { exampleQueries } from './example-queries.ts';

describe('exampleQueries', () => {
  it('uses metrics that are there, and says something without any', () => {
    const examples = exampleQueries([
      { name: 'jobs', type: 'counter', help: '', unit: '' },
      { name: 'http_requests', type: 'counter', help: '', unit: '' },
    ]);
    expect(examples[0]?.expr).toBe('sum(rate(http_requests_total[1m]))');
    expect(exampleQueries([]).map(({ expr }) => expr)).toEqual(['up']);
  });
});
