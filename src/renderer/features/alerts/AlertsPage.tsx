import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconBellCheck, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { request } from '../../ipc/client.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import { useNavigation } from '../../state/navigation-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AlertHistory } from './AlertHistory.tsx';
import classes from './AlertsPage.module.css';
import { RuleCard } from './RuleCard.tsx';
import { RuleErrors } from './RuleErrors.tsx';
import { RuleFilesDrawer } from './RuleFilesDrawer.tsx';
import { countByState, listAlertingRules, type RuleFilter } from './rule-list.ts';

const EVERYTHING = { range: { from: 'now-7d', to: 'now' }, states: [], matchers: [] };

/** Alerting rules by state with their alerts, and what happened before. */
export function AlertsPage() {
  const { data: groups, error } = useLiveData(() => request('engine.listRuleGroups'), 'alerts');
  const { data: history } = useLiveData(() => request('alerts.listHistory', EVERYTHING), 'alerts');
  const { data: ruleErrors } = useLiveData(() => request('engine.listRuleErrors'), 'alerts');
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  const focus = useNavigation((state) => state.focus);
  const [editing, setEditing] = useState(false);
  const [filter, setFilter] = useState<RuleFilter>('all');
  if (groups === null) {
    if (error !== null) return <ErrorState title="Rules could not be listed" message={error.message} />;
    return <Skeleton height={148} radius="lg" />;
  }
  const counts = countByState(groups);
  const rules = listAlertingRules(groups, filter);
  return (
    <div className={classes.page}>
      <RuleErrors errors={ruleErrors ?? []} />
      {counts.all === 0 ? (
        <EmptyState
          icon={IconBellCheck}
          title="No alerting rules"
          message="An alerting rule is a PromQL expression that must not be true for long. Rules are written as in Prometheus and kept with the environment."
          actions={[
            { label: 'Add rules', variant: 'filled', onClick: () => setEditing(true), testId: 'add-rules' },
          ]}
          testId="alerts-empty"
        />
      ) : (
        <>
          <div className={classes.bar}>
            <SegmentedControl
              aria-label="State"
              value={filter}
              onChange={(value) => setFilter(value as RuleFilter)}
              data={[
                { value: 'all', label: `All ${counts.all}` },
                { value: 'firing', label: `Firing ${counts.firing}` },
                { value: 'pending', label: `Pending ${counts.pending}` },
                { value: 'inactive', label: `Inactive ${counts.inactive}` },
              ]}
            />
            <Button
              variant="default"
              leftSection={<IconFileText size={15} />}
              onClick={() => setEditing(true)}
              data-testid="edit-rules"
            >
              Rule files
            </Button>
          </div>
          {rules.length === 0 && (
            <EmptyState
              icon={IconBellCheck}
              title={`No rule is ${filter} now`}
              message="The list fills by itself when one is."
            />
          )}
          <ul className={classes.rules} aria-label="Alerting rules">
            {rules.map(({ group, rule }) => (
              <RuleCard
                key={`${group.file}/${group.name}/${rule.name}`}
                group={group}
                rule={rule}
                nowMs={nowMs}
                focus={focus}
              />
            ))}
          </ul>
        </>
      )}
      <RuleFilesDrawer opened={editing} onClose={() => setEditing(false)} />
      <Panel title="History" flush testId="alert-history">
        <AlertHistory transitions={history?.transitions ?? []} nowMs={nowMs} />
      </Panel>
    </div>
  );
}
