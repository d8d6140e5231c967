import fc from 'fast-check';
import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry, Summary } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { formatExposition } from './exposition-writer.ts';

describe('formatExposition', () => {
  it('writes counters with their unit and without renaming them for later scrapes', async () => {
    const registry = new Registry();
    new Counter({ name: 'work_seconds_total', help: 'Work.', registers: [registry] }).inc(2.5);
    const text =
      '# HELP work_seconds_total Work.\n# TYPE work_seconds_total counter\nwork_seconds_total 2.5\n';
    expect(await formatExposition(registry, 'text-0.0.4')).toBe(text);
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toBe(
      '# TYPE work_seconds counter\n# UNIT work_seconds seconds\n# HELP work_seconds Work.\nwork_seconds_total 2.5\n# EOF\n',
    );
    expect(await formatExposition(registry, 'text-0.0.4')).toBe(text);
  });

  it('adds _total to a counter that lacks it in OpenMetrics only', async () => {
    const registry = new Registry();
    new Counter({ name: 'jobs', help: 'Jobs.', registers: [registry] }).inc();
    expect(await formatExposition(registry, 'text-0.0.4')).toContain('\njobs 1\n');
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toContain('\njobs_total 1\n');
  });

  it('escapes help texts and label values as each format wants it', async () => {
    const registry = new Registry();
    const gauge = new Gauge({
      name: 'odd',
      help: 'A "quoted"\nback\\slash',
      labelNames: ['text'],
      registers: [registry],
    });
    gauge.set({ text: 'a"b\\c\nd' }, 1);
    expect(await formatExposition(registry, 'text-0.0.4')).toBe(
      '# HELP odd A "quoted"\\nback\\\\slash\n# TYPE odd gauge\nodd{text="a\\"b\\\\c\\nd"} 1\n',
    );
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toContain(
      '# HELP odd A \\"quoted\\"\\nback\\\\slash\n',
    );
  });

  it('writes the values that are no numbers', async () => {
    const registry = new Registry();
    const gauge = new Gauge({ name: 'odd', help: 'Odd.', labelNames: ['kind'], registers: [registry] });
    gauge.set({ kind: 'nan' }, Number.NaN);
    gauge.set({ kind: 'up' }, Number.POSITIVE_INFINITY);
    gauge.set({ kind: 'down' }, Number.NEGATIVE_INFINITY);
    const text = await formatExposition(registry, 'text-0.0.4');
    expect(text).toContain('odd{kind="nan"} NaN\nodd{kind="up"} +Inf\nodd{kind="down"} -Inf\n');
  });

  it('writes bounds as floats and exemplars in OpenMetrics, and neither in text', async () => {
    const registry = new Registry<OpenMetricsContentType>();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const histogram = new Histogram<'trace_id'>({
      name: 'size_bytes',
      help: 'Size.',
      buckets: [1, 2.5],
      enableExemplars: true,
      registers: [registry],
    });
    histogram.observe({ value: 1, exemplarLabels: { trace_id: 'abc' } });
    const summary = new Summary({
      name: 'wait',
      help: 'Wait.',
      percentiles: [0.5, 1],
      registers: [registry],
    });
    summary.observe(3);

    const openMetrics = await formatExposition(registry, 'openmetrics-1.0.0');
    expect(openMetrics).toMatch(/^size_bytes_bucket\{le="1\.0"\} 1 # \{trace_id="abc"\} 1 \d+(\.\d+)?$/m);
    expect(openMetrics).toContain('size_bytes_bucket{le="2.5"} 1\nsize_bytes_bucket{le="+Inf"} 1\n');
    expect(openMetrics).toContain('size_bytes_sum 1\nsize_bytes_count 1\n');
    expect(openMetrics).toContain('wait{quantile="1.0"} 3\n');

    const text = await formatExposition(registry, 'text-0.0.4');
    expect(text).toContain('size_bytes_bucket{le="1"} 1\n');
    expect(text).not.toContain('trace_id');
  });

  it('writes an _info gauge as an info family only while all its values are 1', async () => {
    const registry = new Registry();
    const gauge = new Gauge({
      name: 'app_build_info',
      help: 'Build.',
      labelNames: ['v'],
      registers: [registry],
    });
    gauge.set({ v: 'a' }, 1);
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toBe(
      '# TYPE app_build info\n# HELP app_build Build.\napp_build_info{v="a"} 1\n# EOF\n',
    );
    gauge.set({ v: 'b' }, 2);
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toContain('# TYPE app_build_info gauge\n');
  });

  it('applies the default labels of the registry', async () => {
    const registry = new Registry();
    registry.setDefaultLabels({ stage: 'test' });
    new Counter({ name: 'jobs_total', help: 'Jobs.', registers: [registry] }).inc();
    expect(await formatExposition(registry, 'openmetrics-1.0.0')).toContain('jobs_total{stage="test"} 1\n');
  });

  it('keeps any label value on one line, from which it can be read back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (value) => {
        const registry = new Registry();
        const gauge = new Gauge({ name: 'odd', help: 'Odd.', labelNames: ['text'], registers: [registry] });
        gauge.set({ text: value }, 1);
        for (const format of ['text-0.0.4', 'openmetrics-1.0.0'] as const) {
          const line = (await formatExposition(registry, format)).split('\n')[2];
          const written = /^odd\{text="((?:[^"\\]|\\.)*)"\} 1$/s.exec(line ?? '')?.[1];
          const unescaped = written?.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
          expect(unescaped).toBe(value);
        }
      }),
    );
  });
});
