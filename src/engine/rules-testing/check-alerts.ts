import { formatDurationMs } from '../../shared/domain/duration.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { compareLabels, createLabels } from '../model/labels.ts';
import { formatLabels } from '../promql/format-labels.ts';
import type { RuleGroup } from '../rules/rule-group.ts';
import { formatLineDiff } from './line-diff.ts';
import type { AlertAssertion } from './unit-test-file.ts';

interface FiringAlert {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
}

function compareAlerts(a: FiringAlert, b: FiringAlert): number {
  return compareLabels(a.labels, b.labels) || compareLabels(a.annotations, b.annotations);
}

function describe(alerts: readonly FiringAlert[]): string {
  if (alerts.length === 0) return '[]';
  const list = alerts.map(
    ({ labels, annotations }, i) =>
      `${i}:\n  Labels:${formatLabels(labels)}\n  Annotations:${formatLabels(annotations)}`,
  );
  return `[\n${list.join(',\n')}\n]`;
}

/** What differs between the alerts that an assertion expects and those that fire now, in promtool's form; else null. */
export function checkAlerts(
  { alertName, alerts, evalTimeMs }: AlertAssertion,
  testName: string,
  groups: readonly RuleGroup[],
  diff: boolean,
): string | null {
  const expected = alerts
    .map(({ labels, annotations }) => ({
      labels: createLabels([...labels, ['alertname', alertName]]),
      annotations: createLabels(annotations),
    }))
    .sort(compareAlerts);
  const got = groups
    .flatMap((group) => group.describe().rules)
    .filter((rule) => rule.kind === 'alerting' && rule.name === alertName)
    .flatMap((rule) => rule.alerts.filter(({ state }) => state === 'firing'))
    .sort(compareAlerts);
  const [wanted, found] = [describe(expected), describe(got)];
  if (wanted === found) return null;
  const indent = (text: string): string => text.replaceAll('\n', '\n            ');
  const named = testName === '' ? '' : `    name: ${testName},\n`;
  const head = `${named}    alertname: ${alertName}, time: ${formatDurationMs(evalTimeMs)}, \n`;
  if (diff) return `${head}        diff:\n            ${indent(formatLineDiff(wanted, found))}`;
  return `${head}        exp:${indent(wanted)}, \n        got:${indent(found)}`;
}
