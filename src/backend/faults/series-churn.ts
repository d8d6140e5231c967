import { Gauge } from 'prom-client';
import type { OpenMetricsRegistry } from '../demo/demo-metrics.ts';
import type { FaultBook } from './fault-book.ts';

/** Adds the series of the fault `series-churn` to a registry: with other labels in each scrape. */
export function registerSeriesChurn(registry: OpenMetricsRegistry, faults: FaultBook): void {
  let generation = 0;
  const churn = new Gauge({
    name: 'demo_churn_value',
    help: 'Series that live for one scrape while the fault series-churn is on.',
    labelNames: ['generation', 'index'] as const,
    registers: [registry],
    collect: () => {
      churn.reset();
      const seriesCount = faults.get('series-churn')?.seriesCount ?? 0;
      if (seriesCount > 0) generation += 1;
      for (let index = 0; index < seriesCount; index += 1)
        churn.set({ generation: String(generation), index: String(index) }, generation);
    },
  });
}
