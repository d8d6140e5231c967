import { Button } from '@mantine/core';
import { IconPencil, IconTerminal2 } from '@tabler/icons-react';
import type { RuleGroupView, RuleView } from '../../../shared/domain/rule.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge, formatLatency, formatSpan } from '../../lib/format.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { openStoredRule } from './editor/rule-editor-store.ts';
import classes from './RecordingRules.module.css';

interface RecordingRulesProps {
  readonly groups: readonly RuleGroupView[];
  readonly nowMs: number;
}

/** The rules that record a series, a line each; nothing where there are none. */
export function RecordingRules({ groups, nowMs }: RecordingRulesProps) {
  const rules = groups.flatMap((group) =>
    group.rules.flatMap((rule, index) => (rule.kind === 'recording' ? [{ group, rule, index }] : [])),
  );
  if (rules.length === 0) return null;
  return (
    <Panel title="Recording rules" testId={testIds.alerts.recordingRules} flush>
      <ul className={classes.list} aria-label="Recording rules">
        {rules.map(({ group, rule, index }) => (
          <Row key={`${group.file}/${group.name}/${index}`} group={group} rule={rule} nowMs={nowMs} />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly group: RuleGroupView;
  readonly rule: RuleView;
  readonly nowMs: number;
}

function Row({ group, rule, nowMs }: RowProps) {
  const isOwn =
    useEnvironment((all) => all.active?.ruleFiles.some(({ name }) => name === group.file)) ?? false;
  const { lastEvaluationAtMs } = rule;
  return (
    <li className={classes.row} data-testid={testIds.alerts.recordingRule(rule.name)}>
      <div className={classes.what}>
        <span className={classes.head}>
          <code className={classes.name}>{rule.name}</code>
          <LabelChips labels={rule.labels} />
        </span>
        <code className={classes.expr} title={rule.expr}>
          {rule.expr}
        </code>
        {rule.lastError !== null && (
          <span className={classes.error} role="alert">
            The last evaluation failed: {rule.lastError}
          </span>
        )}
      </div>
      <span className={`${classes.timing} numeric`}>
        every {formatSpan(group.intervalMs)}
        {lastEvaluationAtMs !== null &&
          ` · ${formatAge(Math.max(0, nowMs - lastEvaluationAtMs))} ago, took ${formatLatency(rule.evaluationMs)}`}
      </span>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<IconTerminal2 size={14} aria-hidden />}
        aria-label={`Open ${rule.name} in Explore`}
        onClick={() => navigationStore.getState().openExplore(rule.name)}
      >
        Explore
      </Button>
      {isOwn && (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPencil size={14} aria-hidden />}
          aria-label={`Edit ${rule.name}`}
          data-testid={testIds.alerts.ruleEdit}
          onClick={() => openStoredRule(group, rule)}
        >
          Edit
        </Button>
      )}
    </li>
  );
}
