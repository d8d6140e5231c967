import type { Alert } from '../../../../shared/domain/alert.ts';
import type { AlertListPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { RuleGroupView } from '../../../../shared/domain/rule.ts';
import { request } from '../../../ipc/client.ts';
import { formatAge } from '../../../lib/format.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { LabelChips } from '../../../ui/LabelChips.tsx';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import classes from './AlertListBody.module.css';
import shared from './Panels.module.css';

const OMITTED = ['alertname'];

function listAlerts(groups: readonly RuleGroupView[], nameFilter: string): Alert[] {
  const wanted = nameFilter.toLowerCase();
  return groups
    .flatMap(({ rules }) => rules.flatMap(({ alerts }) => alerts))
    .filter(({ state }) => state === 'firing' || state === 'pending')
    .filter(({ ruleName }) => ruleName.toLowerCase().includes(wanted))
    .sort((a, b) => (a.state === b.state ? a.activeAtMs - b.activeAtMs : a.state === 'firing' ? -1 : 1));
}

/** The environment's alerts that fire or are about to. */
export function AlertListBody({ panel, title }: { readonly panel: AlertListPanel; readonly title: string }) {
  const { data, error } = useLiveData(() => request('engine.listRuleGroups'), 'alerts');
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  if (data === null) {
    return error === null ? null : (
      <p className={shared.failed} role="alert">
        {error.message}
      </p>
    );
  }
  const alerts = listAlerts(data, panel.options.nameFilter ?? '');
  const shown = alerts.slice(0, panel.options.maxItems ?? 100);
  if (alerts.length === 0) return <p className={shared.message}>No alert fires or is pending.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <ul className={classes.alerts} tabIndex={0} aria-label={title}>
      {shown.map((alert) => (
        <li key={alert.fingerprint}>
          <StatusBadge tone={alert.state === 'firing' ? 'firing' : 'pending'}>
            {alert.state === 'firing' ? 'Firing' : 'Pending'}
          </StatusBadge>
          <bdi className={classes.alertName}>{alert.ruleName}</bdi>
          <LabelChips labels={alert.labels} omit={OMITTED} />
          <span className={classes.alertAge}>{formatAge(Math.max(0, nowMs - alert.activeAtMs))}</span>
        </li>
      ))}
      {alerts.length > shown.length && <li className={shared.more}>{alerts.length - shown.length} more</li>}
    </ul>
  );
}
