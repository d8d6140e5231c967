import type { LabelSet } from '../../shared/domain/series.ts';

const LEGACY_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A label set as Prometheus writes it: `{__name__="up", job="a"}`. */
export function formatLabels(labels: LabelSet): string {
  const pairs = labels.map(([name, value]) => {
    const written = LEGACY_NAME.test(name) ? name : JSON.stringify(name);
    return `${written}=${JSON.stringify(value)}`;
  });
  return `{${pairs.join(', ')}}`;
}
