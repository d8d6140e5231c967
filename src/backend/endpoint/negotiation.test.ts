import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptsGzip, negotiateFormat } from './negotiation.ts';

const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const PROTOBUF_FIRST =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.3';

describe('negotiateFormat', () => {
  it.each([
    [undefined, 'text-0.0.4'],
    ['', 'text-0.0.4'],
    ['*/*', 'text-0.0.4'],
    ['text/*', 'text-0.0.4'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text-0.0.4'],
    ['application/openmetrics-text', 'openmetrics-1.0.0'],
    ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics-1.0.0'],
    ['application/openmetrics-text;version="1.0.0"', 'openmetrics-1.0.0'],
    ['Application/OpenMetrics-Text', 'openmetrics-1.0.0'],
    ['application/openmetrics-text;version=0.0.1', 'text-0.0.4'],
    ['application/openmetrics-text;version=2.0.0,text/plain;version=0.0.4;q=0.2', 'text-0.0.4'],
    ['text/plain;q=0.9,application/openmetrics-text;q=0.1', 'text-0.0.4'],
    ['text/plain;q=0.1,application/openmetrics-text;q=0.9', 'openmetrics-1.0.0'],
    ['text/plain,application/openmetrics-text', 'text-0.0.4'],
    ['application/openmetrics-text,text/plain', 'openmetrics-1.0.0'],
    ['application/openmetrics-text;q=0,*/*;q=0.1', 'text-0.0.4'],
    ['application/openmetrics-text;q=much,text/plain;q=0.1', 'text-0.0.4'],
    ['application/openmetrics-text;q=1.5,text/plain;q=0.1', 'text-0.0.4'],
    ['application/json', 'text-0.0.4'],
    [',,;;', 'text-0.0.4'],
    [PROMETHEUS_3, 'openmetrics-1.0.0'],
    [PROTOBUF_FIRST, 'text-0.0.4'],
  ])('answers %s with %s', (accept, format) => {
    expect(negotiateFormat(accept)).toBe(format);
  });
});

describe('acceptsGzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZIP', true],
    ['br, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['*', true],
    ['identity, *;q=0', false],
    ['gzipped', false],
  ])('reads %s as %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });
});

it('reads any header without failing', () => {
  const part = fc.constantFrom(
    'text/plain',
    '*/*',
    'gzip',
    ';',
    ',',
    '=',
    '"',
    'q=',
    '0.5',
    'version=1.0.0',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('')),
      ),
      (header) => {
        expect(['text-0.0.4', 'openmetrics-1.0.0']).toContain(negotiateFormat(header));
        expect(typeof acceptsGzip(header)).toBe('boolean');
      },
    ),
  );
});
