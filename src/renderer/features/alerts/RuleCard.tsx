import { Button } from '@mantine/core';
import { IconPencil, IconTerminal2 } from '@tabler/icons-react';
import type { AlertMark } from '../../../shared/domain/alert-timeline.ts';
import type { RuleGroupView, RuleView } from '../../../shared/domain/rule.ts';
import { labelValue } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge, formatSpan } from '../../lib/format.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { ShowMore, useBeginning } from '../../ui/ShowMore.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { AlertRow } from './AlertRow.tsx';
import { ALERT_STATE_NAMES, ALERT_TONES } from './alert-state.ts';
import { openStoredRule } from './editor/rule-editor-store.ts';
import classes from './RuleCard.module.css';

interface RuleCardProps {
  readonly group: RuleGroupView;
  readonly rule: RuleView;
  readonly marks: ReadonlyMap<string, AlertMark>;
  readonly nowMs: number;
  /** Fingerprint of the alert to bring into view. */
  readonly focus: string | null;
}

/** A rule over a fleet may have an alert for each of its targets. */
const ALERTS_STEP = 10;

/** An alerting rule: its state, expression and alerts. */
export function RuleCard({ group, rule, marks, nowMs, focus }: RuleCardProps) {
  const state = rule.state ?? 'inactive';
  const isOwn =
    useEnvironment((all) => all.active?.ruleFiles.some(({ name }) => name === group.file)) ?? false;
  const active = rule.alerts.filter((alert) => alert.state === 'pending' || alert.state === 'firing');
  const { shown, left, more } = useBeginning(
    active,
    ALERTS_STEP,
    active.findIndex(({ fingerprint }) => fingerprint === focus),
  );
  return (
    <li className={classes.card} data-state={state} data-testid={testIds.alerts.rule(rule.name)}>
      <div className={classes.head}>
        <StatusBadge tone={ALERT_TONES[state]} testId={testIds.alerts.ruleState}>
          {ALERT_STATE_NAMES[state]}
        </StatusBadge>
        <h2 className={classes.name}>{rule.name}</h2>
        <LabelChips labels={rule.labels} />
        <span className={`${classes.timing} numeric`}>
          {rule.forMs > 0 && `for ${formatSpan(rule.forMs)} · `}
          {rule.keepFiringForMs > 0 && `keeps firing for ${formatSpan(rule.keepFiringForMs)} · `}
          every {formatSpan(group.intervalMs)}
          {rule.lastEvaluationAtMs !== null && (
            <>
              {' · evaluated '}
              <span className={classes.age}>
                {formatAge(Math.max(0, nowMs - rule.lastEvaluationAtMs))} ago
              </span>
            </>
          )}
        </span>
      </div>
      <div className={classes.expr}>
        <code>{rule.expr}</code>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconTerminal2 size={14} />}
          onClick={() => navigationStore.getState().openExplore(rule.expr)}
        >
          Explore
        </Button>
        {isOwn && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPencil size={14} />}
            data-testid={testIds.alerts.ruleEdit}
            onClick={() => openStoredRule(group, rule)}
          >
            Edit
          </Button>
        )}
      </div>
      {rule.lastError !== null && (
        <p className={classes.error} role="alert">
          The last evaluation failed: {rule.lastError}
        </p>
      )}
      {active.length > 0 && (
        <ul className={classes.alerts} aria-label={`Alerts of ${rule.name}`}>
          {shown.map((alert) => (
            <AlertRow
              key={alert.fingerprint}
              alert={alert}
              mark={marks.get(alert.fingerprint)}
              nowMs={nowMs}
              focused={focus === alert.fingerprint}
            />
          ))}
        </ul>
      )}
      <ShowMore
        left={left}
        step={ALERTS_STEP}
        noun="alerts"
        onMore={more}
        testId={testIds.alerts.moreAlerts}
      />
      {active.length === 0 && labelValue(rule.annotations, 'description') !== '' && (
        <p className={classes.description}>{labelValue(rule.annotations, 'description')}</p>
      )}
    </li>
  );
}
