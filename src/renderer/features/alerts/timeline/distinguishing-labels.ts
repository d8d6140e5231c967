import type { AlertTimelineRow } from '../../../../shared/domain/alert-timeline.ts';

/** Per row the label values that tell it from the other rows of its rule, or all its values where it is the only one. */
export function distinguishingValues(rows: readonly AlertTimelineRow[]): readonly (readonly string[])[] {
  const values = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  for (const { ruleName, labels } of rows) {
    sizes.set(ruleName, (sizes.get(ruleName) ?? 0) + 1);
    for (const [name, value] of labels) {
      const key = `${ruleName}\uffff${name}`;
      const known = values.get(key);
      if (known === undefined) values.set(key, new Set([value]));
      else known.add(value);
    }
  }
  return rows.map(({ ruleName, labels }) => {
    const all = labels.filter(([name]) => name !== 'alertname');
    const telling = all.filter(([name]) => (values.get(`${ruleName}\uffff${name}`)?.size ?? 0) > 1);
    return (sizes.get(ruleName) === 1 || telling.length === 0 ? all : telling).map(([, value]) => value);
  });
}
