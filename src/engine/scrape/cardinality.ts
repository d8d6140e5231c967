import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { NamedCount } from '../../shared/domain/target.ts';
import type { RowAppender } from '../storage.ts';
import { quoteForeign } from './scrape-failure.ts';

const NAMES_TOLD = 5;

/** The names that take most series, and most values. */
export interface TopOffenders {
  readonly topMetrics: readonly NamedCount[];
  readonly topLabels: readonly NamedCount[];
}

export const NO_OFFENDERS: TopOffenders = { topMetrics: [], topLabels: [] };

function largest(counts: Iterable<readonly [name: string, count: number]>): NamedCount[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, NAMES_TOLD)
    .map(([name, count]) => ({ name: quoteForeign(name, 120), count }));
}

/** Counts the series of a source by metric name, and the different values of each label. It walks over all series. */
export function findTopOffenders(appender: RowAppender): TopOffenders {
  const metrics = new Map<string, number>();
  const values = new Map<string, Set<string>>();
  for (let slot = 0; slot < appender.slotCount; slot++) {
    for (const [name, value] of appender.labelsAt(slot)) {
      if (name === METRIC_NAME_LABEL) metrics.set(value, (metrics.get(value) ?? 0) + 1);
      else {
        let known = values.get(name);
        if (known === undefined) {
          known = new Set();
          values.set(name, known);
        }
        known.add(value);
      }
    }
  }
  return {
    topMetrics: largest(metrics),
    topLabels: largest([...values].map(([name, known]) => [name, known.size] as const)),
  };
}

/** Says in a sentence which names take the room. */
export function describeOffenders({ topMetrics, topLabels }: TopOffenders): string {
  const list = (counts: readonly NamedCount[], what: string): string =>
    counts
      .slice(0, 3)
      .map(({ name, count }) => `${name} (${count} ${what})`)
      .join(', ');
  if (topMetrics.length === 0) return '';
  const labels = topLabels.length === 0 ? '' : `; labels with most values: ${list(topLabels, 'values')}`;
  return `Most are of ${list(topMetrics, 'series')}${labels}.`;
}
