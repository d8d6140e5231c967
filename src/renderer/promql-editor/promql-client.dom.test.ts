import { Matcher } from '@prometheus-io/codemirror-promql/dist/esm/types/matcher';
import { EqlSingle, NeqRegex } from '@prometheus-io/lezer-promql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPromqlClient } from './promql-client.ts';

let asked: unknown[] = [];
let fails = false;

beforeEach(() => {
  asked = [];
  fails = false;
  const list = async (payload: unknown): Promise<unknown> => {
    asked.push(payload);
    return fails ? { ok: false, error: { code: 'internal', message: 'no' } } : { ok: true, value: ['x'] };
  };
  vi.stubGlobal('sextant', {
    request: { 'engine.listLabelValues': list, 'engine.listLabelNames': list },
    on: {},
  });
});

describe('createPromqlClient', () => {
  it('narrows label values by metric and matchers that are complete', async () => {
    const matchers = [
      new Matcher(EqlSingle, 'method', 'GET'),
      new Matcher(NeqRegex, 'code', '5..'),
      new Matcher(EqlSingle, 'route', ''),
    ];
    const client = createPromqlClient();
    await client.labelValues('route', 'http_requests_total', matchers);
    expect(asked[0]).toMatchObject({
      name: 'route',
      filter: { selectors: ['http_requests_total{method="GET",code!~"5.."}'] },
    });
    await client.labelNames();
    expect(asked[1]).toMatchObject({ selectors: [] });
  });

  it('asks whoever answers the queries, again when that is another', async () => {
    let source: string | null = null;
    const client = createPromqlClient(() => source);
    await client.metricNames();
    source = 'thanos';
    await client.metricNames();
    await client.labelNames();
    expect(asked).toMatchObject([
      { filter: { source: null } },
      { filter: { source: 'thanos' } },
      { source: 'thanos' },
    ]);
  });

  it('asks once for what was just answered, and again after a failure', async () => {
    const client = createPromqlClient();
    await client.metricNames();
    await client.metricNames();
    expect(asked).toHaveLength(1);
    fails = true;
    await expect(client.labelNames('a')).rejects.toThrow('no');
    fails = false;
    expect(await client.labelNames('a')).toEqual(['x']);
  });
});
