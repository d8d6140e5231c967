import { describe, expect, it } from 'vitest';
import { inferExpressionUnit, inferUnit } from './unit-inference.ts';

describe('inferUnit', () => {
  it.each([
    ['http_requests_total', 'counter', '', 'rate', 'requestsPerSecond'],
    ['node_network_receive_bytes_total', 'counter', '', 'rate', 'bytesPerSecond'],
    ['process_cpu_seconds_total', 'counter', '', 'rate', 'cores'],
    ['process_cpu_user_seconds_total', 'counter', '', 'rate', 'cores'],
    ['nodejs_gc_duration_seconds_sum', 'histogram', '', 'rate', 'ratio'],
    ['http_request_duration_seconds_count', 'histogram', '', 'rate', 'requestsPerSecond'],
    ['http_request_duration_seconds', 'histogram', 'seconds', 'quantile', 'seconds'],
    ['http_request_duration_seconds_count', 'histogram', '', 'none', 'none'],
    ['process_resident_memory_bytes', 'gauge', '', 'none', 'bytes'],
    ['process_start_time_seconds', 'gauge', '', 'none', 'unixTime'],
    ['cache_hit_ratio', 'gauge', '', 'none', 'ratio'],
    ['shop_carts_active', 'gauge', '', 'none', 'none'],
    ['something', 'gauge', 'bytes', 'none', 'bytes'],
    ['go_memstats_last_gc_time_seconds', 'gauge', '', 'none', 'unixTime'],
    ['shop_orders_total', 'counter', '', 'rate', 'perSecond'],
  ] as const)('%s (%s, unit "%s", %s) is in %s', (name, type, unit, applied, expected) => {
    expect(inferUnit(name, type, unit, applied)).toBe(expected);
  });
});

describe('inferExpressionUnit', () => {
  const metadata = new Map([
    ['http_requests_total', { type: 'counter', unit: '' }],
    ['http_request_duration_seconds', { type: 'histogram', unit: '' }],
    ['process_resident_memory_bytes', { type: 'gauge', unit: '' }],
  ] as const);

  it.each([
    ['sum by (route) (rate(http_requests_total{status="500"}[1m]))', 'requestsPerSecond'],
    ['histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))', 'seconds'],
    ['process_resident_memory_bytes', 'bytes'],
    ['count(process_resident_memory_bytes)', 'none'],
    ['sum(rate(http_requests_total{a="b"}[1m])) / sum(rate(http_requests_total[1m]))', 'ratio'],
    [
      'rate(http_request_duration_seconds_sum[1m]) / rate(http_request_duration_seconds_count[1m])',
      'seconds',
    ],
    ['process_resident_memory_bytes + http_requests_total', 'none'],
    ['1 + 1', 'none'],
    ['time() - process_start_time_seconds', 'seconds'],
    ['ALERTS_FOR_STATE', 'unixTime'],
    ['sum by (job) (rate(another_requests_total[1m]))', 'requestsPerSecond'],
    ['max_over_time(another_used_bytes[5m])', 'bytes'],
    ['sum by (le) (another_duration_seconds_bucket)', 'none'],
    ['up{job="process_resident_memory_bytes"}', 'none'],
  ])('%s is in %s', (expr, expected) => {
    expect(inferExpressionUnit(expr, metadata)).toBe(expected);
  });
});
