import { SEVERITIES, type Severity, type SeverityMapping } from '../../shared/domain/alert-settings.ts';
import { type LabelSet, labelValue } from '../../shared/domain/series.ts';

/** How urgent an alert of these labels is. */
export function severityOf(labels: LabelSet, mapping: SeverityMapping): Severity {
  const value = labelValue(labels, mapping.label).toLowerCase();
  if (value === '') return 'none';
  const means = (words: readonly string[]): boolean => words.some((word) => word.toLowerCase() === value);
  if (means(mapping.critical)) return 'critical';
  if (means(mapping.warning)) return 'warning';
  return means(mapping.info) ? 'info' : 'none';
}

/** The most urgent of some severities; `none` for no severity at all. */
export function highestSeverity(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'none';
}
