import { Skeleton } from '@mantine/core';
import { IconBellCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { AlertMark } from '../../../shared/domain/alert-timeline.ts';
import type { RuleFile } from '../../../shared/domain/rule.ts';
import type { AlertMatcher } from '../../../shared/domain/silence.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useDropped } from '../../state/drop-store.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import { useNavigation } from '../../state/navigation-store.ts';
import { useTimeRange } from '../../state/time-range-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ShowMore, useBeginning } from '../../ui/ShowMore.tsx';
import { AlertHistoryPanel } from './AlertHistoryPanel.tsx';
import classes from './AlertsPage.module.css';
import { AlertsToolbar } from './AlertsToolbar.tsx';
import { keepMarked, useAlertMarks } from './alert-marks.ts';
import { AlertmanagerPanel } from './alertmanager/AlertmanagerPanel.tsx';
import { RuleEditor } from './editor/RuleEditor.tsx';
import { openNewRule } from './editor/rule-editor-store.ts';
import { RecordingRules } from './RecordingRules.tsx';
import { RuleCard } from './RuleCard.tsx';
import { RuleErrors } from './RuleErrors.tsx';
import { RuleFilesDrawer } from './RuleFilesDrawer.tsx';
import { countByState, type ListedRule, listAlertingRules, type RuleFilter } from './rule-list.ts';
import { SilencesDrawer } from './silences/SilencesDrawer.tsx';
import { AlertTimelinePanel } from './timeline/AlertTimelinePanel.tsx';

const RULES_STEP = 30;
const NO_MARKS: ReadonlyMap<string, AlertMark> = new Map();

/** Alerting rules by state with their alerts, and what happened before. */
export function AlertsPage() {
  const { data: groups, error } = useLiveData(() => request('engine.listRuleGroups'), 'alerts');
  const { data: ruleErrors } = useLiveData(() => request('engine.listRuleErrors'), 'alerts');
  const nowMs = useEngine((state) => state.status?.nowMs ?? 0);
  const focus = useNavigation((state) => state.focus);
  const range = useTimeRange((state) => state.range);
  const [editing, setEditing] = useState(false);
  const [droppedRules, setDroppedRules] = useState<RuleFile | null>(null);
  useDropped('rules', ({ name, text }) => {
    setDroppedRules({ name: name.replace(/\.ya?ml$/i, ''), text });
    setEditing(true);
  });
  const [state, setState] = useState<RuleFilter>('all');
  const [matchers, setMatchers] = useState<AlertMatcher[]>([]);
  const { marks, error: matcherError } = useAlertMarks(matchers);
  if (groups === null) {
    if (error !== null) return <ErrorState title="Rules could not be listed" message={error.message} />;
    return <Skeleton height={148} radius="lg" />;
  }
  const counts = countByState(groups);
  const isFiltered = matchers.length > 0;
  const rules = listAlertingRules(isFiltered ? keepMarked(groups, marks ?? NO_MARKS) : groups, state);
  const filter = { range, states: [], matchers: matcherError === null ? matchers : [] };
  return (
    <div className={classes.page}>
      <RuleErrors errors={ruleErrors ?? []} />
      {counts.all === 0 ? (
        <EmptyState
          icon={IconBellCheck}
          title="No alerting rules"
          message="An alerting rule is a PromQL expression that must not be true for long. Rules are written as in Prometheus and kept with the environment."
          actions={[
            { label: 'New rule', variant: 'filled', onClick: openNewRule, testId: testIds.alerts.newRule },
            { label: 'Add rules as text', onClick: () => setEditing(true), testId: testIds.alerts.addRules },
          ]}
          testId={testIds.alerts.alertsEmpty}
        />
      ) : (
        <>
          <AlertsToolbar
            counts={counts}
            state={state}
            onState={setState}
            onMatchers={setMatchers}
            matcherError={isFiltered ? (matcherError?.message ?? null) : null}
            onEditRules={() => setEditing(true)}
          />
          {rules.length === 0 && (
            <EmptyState
              icon={IconBellCheck}
              title={isFiltered ? 'No active alert fits the filter' : `No rule is ${state} now`}
              message="The list fills by itself when one is."
            />
          )}
          <RuleCards rules={rules} marks={marks ?? NO_MARKS} nowMs={nowMs} focus={focus} />
        </>
      )}
      <RecordingRules groups={groups} nowMs={nowMs} />
      <RuleEditor />
      <RuleFilesDrawer
        opened={editing}
        dropped={droppedRules}
        onClose={() => {
          setEditing(false);
          setDroppedRules(null);
        }}
      />
      <SilencesDrawer />
      <AlertTimelinePanel filter={filter} />
      <AlertHistoryPanel filter={filter} nowMs={nowMs} />
      <AlertmanagerPanel nowMs={nowMs} />
    </div>
  );
}

interface RuleCardsProps {
  readonly rules: readonly ListedRule[];
  readonly marks: ReadonlyMap<string, AlertMark>;
  readonly nowMs: number;
  readonly focus: string | null;
}

/** The rules in their order, as many as can be taken in at first. */
function RuleCards({ rules, marks, nowMs, focus }: RuleCardsProps) {
  const focused = rules.findIndex(({ rule }) => rule.alerts.some(({ fingerprint }) => fingerprint === focus));
  const { shown, left, more } = useBeginning(rules, RULES_STEP, focused);
  return (
    <>
      <ul className={classes.rules} aria-label="Alerting rules">
        {shown.map(({ group, rule }) => (
          <RuleCard
            key={`${group.file}/${group.name}/${rule.name}`}
            group={group}
            rule={rule}
            marks={marks}
            nowMs={nowMs}
            focus={focus}
          />
        ))}
      </ul>
      <ShowMore left={left} step={RULES_STEP} noun="rules" onMore={more} testId={testIds.alerts.moreRules} />
    </>
  );
}
