import { labelsKey } from '../../engine/model/labels.ts';
import type { RuleDefinition } from '../../engine/rules/definition.ts';

/** Rules of a file with the same name and labels, as promtool describes them; null where there are none. */
export function describeDuplicates(rules: readonly RuleDefinition[]): string | null {
  const counts = new Map<string, { readonly rule: RuleDefinition; count: number }>();
  for (const rule of rules) {
    const key = `${rule.name}\uffff${labelsKey(rule.labels)}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { rule, count: 1 });
    else known.count++;
  }
  const repeated = [...counts].filter(([, { count }]) => count > 1).sort(([a], [b]) => (a < b ? -1 : 1));
  if (repeated.length === 0) return null;
  const list = repeated.map(([, { rule }]) => {
    const labels = rule.labels.map(([name, value]) => `\t${name}: ${value}\n`);
    return `Metric: ${rule.name}\nLabel(s):\n${labels.join('')}`;
  });
  return `lint error ${repeated.length} duplicate rule(s) found.\n${list.join('')}Might cause inconsistency while recording expressions`;
}
