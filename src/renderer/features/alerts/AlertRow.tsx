import { useEffect, useRef } from 'react';
import type { Alert } from '../../../shared/domain/alert.ts';
import type { AlertMark } from '../../../shared/domain/alert-timeline.ts';
import { labelValue } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge } from '../../lib/format.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { AlertActions } from './AlertActions.tsx';
import classes from './AlertRow.module.css';
import { ALERT_STATE_NAMES, ALERT_TONES } from './alert-state.ts';

interface AlertRowProps {
  readonly alert: Alert;
  /** Silences and acknowledgement, once they are known. */
  readonly mark: AlertMark | undefined;
  readonly nowMs: number;
  readonly focused: boolean;
}

/** One alert: since when, its labels, value and what its annotations say. */
export function AlertRow({ alert, mark, nowMs, focused }: AlertRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) row.current?.scrollIntoView({ block: 'center' });
  }, [focused]);
  const summary = labelValue(alert.annotations, 'summary');
  const description = labelValue(alert.annotations, 'description');
  const sinceMs = alert.firedAtMs ?? alert.activeAtMs;
  return (
    <li
      ref={row}
      className={classes.row}
      data-focused={focused || undefined}
      data-silenced={(mark !== undefined && mark.silencedBy.length > 0) || undefined}
      data-testid={testIds.alerts.alert}
    >
      <div className={classes.state}>
        <StatusBadge tone={ALERT_TONES[alert.state]} testId={testIds.alerts.alertState}>
          {ALERT_STATE_NAMES[alert.state]}
        </StatusBadge>
        {mark !== undefined && mark.silencedBy.length > 0 && (
          <StatusBadge tone="muted" testId={testIds.alerts.alertSilenced}>
            Silenced
          </StatusBadge>
        )}
        {mark !== undefined && mark.acknowledgement !== null && (
          <StatusBadge tone="info" testId={testIds.alerts.alertAcknowledged}>
            Seen
          </StatusBadge>
        )}
      </div>
      <div className={classes.text}>
        {summary !== '' && <p className={classes.summary}>{summary}</p>}
        {description !== '' && <p className={classes.description}>{description}</p>}
        <LabelChips labels={alert.labels} omit={['alertname']} />
        {mark !== undefined && mark.acknowledgement !== null && (
          <p className={classes.note}>
            Acknowledged by {mark.acknowledgement.by}{' '}
            {formatAge(Math.max(0, nowMs - mark.acknowledgement.atMs))} ago
            {mark.acknowledgement.comment !== '' && `: ${mark.acknowledgement.comment}`}
          </p>
        )}
      </div>
      <dl className={`${classes.figures} numeric`}>
        <div>
          <dt>Value</dt>
          <dd>{Number(alert.value.toPrecision(4))}</dd>
        </div>
        <div>
          <dt>For</dt>
          <dd>{formatAge(Math.max(0, nowMs - sinceMs))}</dd>
        </div>
      </dl>
      {mark !== undefined && <AlertActions mark={mark} />}
    </li>
  );
}
