import { describe, expect, it } from 'vitest';
import { listServerUrls } from './url-probe.ts';

describe('the places where a server may be', () => {
  it.each([
    ['https://host/', ['https://host', 'https://host/prometheus', 'https://host/select/0/prometheus']],
    [
      'http://host:9090/graph?g0.expr=up',
      ['http://host:9090', 'http://host:9090/prometheus', 'http://host:9090/select/0/prometheus'],
    ],
    ['http://host/metrics', ['http://host', 'http://host/prometheus', 'http://host/select/0/prometheus']],
    ['http://host/prom/query', ['http://host/prom', 'http://host/prom/prometheus']],
    ['http://host/prometheus/', ['http://host/prometheus']],
    ['http://host/select/0/prometheus', ['http://host/select/0/prometheus']],
    ['http://host/select/0/vmui/#/?g0', ['http://host/select/0', 'http://host/select/0/prometheus']],
    ['http://host/x/api/v1/query?query=1', ['http://host/x', 'http://host/x/prometheus']],
    [
      'http://host/api/datasources/proxy/3/',
      ['http://host/api/datasources/proxy/3', 'http://host/api/datasources/proxy/3/prometheus'],
    ],
    [
      'https://grafana/g/connections/datasources/edit/Ab-1',
      ['https://grafana/g/api/datasources/proxy/uid/Ab-1'],
    ],
  ])('of %s', (text, urls) => {
    expect(listServerUrls(text)).toEqual(urls);
  });
});
