import { Table } from '@mantine/core';
import type { AlertTransition } from '../../../shared/domain/alert.ts';
import type { EvaluationHole } from '../../../shared/domain/alert-timeline.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatMoment } from '../../lib/format.ts';
import { useSettings } from '../../state/settings-store.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import classes from './AlertHistory.module.css';
import { ALERT_STATE_NAMES, ALERT_TONES } from './alert-state.ts';
import { describeHole } from './timeline/hole-text.ts';

interface AlertHistoryProps {
  /** Newest first. */
  readonly transitions: readonly AlertTransition[];
  /** Times without evaluation, told between the changes. */
  readonly holes: readonly EvaluationHole[];
  readonly truncated: boolean;
  readonly filtered: boolean;
  readonly nowMs: number;
}

type Entry =
  | { readonly kind: 'transition'; readonly atMs: number; readonly transition: AlertTransition }
  | { readonly kind: 'hole'; readonly atMs: number; readonly hole: EvaluationHole };

function mergeEntries(transitions: readonly AlertTransition[], holes: readonly EvaluationHole[]): Entry[] {
  const entries: Entry[] = [
    ...holes.map((hole): Entry => ({ kind: 'hole', atMs: hole.toMs, hole })),
    ...transitions.map((transition): Entry => ({ kind: 'transition', atMs: transition.atMs, transition })),
  ];
  return entries.sort((a, b) => b.atMs - a.atMs);
}

const SHOWN = 200;

/** The changes of state of alerts and the times without evaluation, newest first. */
export function AlertHistory({ transitions, holes, truncated, filtered, nowMs }: AlertHistoryProps) {
  const utc = useSettings((state) => state.settings.utc);
  if (transitions.length === 0 && holes.length === 0) {
    return (
      <p className={classes.empty}>
        {filtered
          ? 'No change in this time range fits the filter.'
          : 'Nothing in this time range. Each alert that goes pending, fires or resolves is noted here.'}
      </p>
    );
  }
  const entries = mergeEntries(transitions, holes);
  return (
    <>
      <Table className="numeric" horizontalSpacing="md" verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            <Table.Th>Became</Table.Th>
            <Table.Th>Alert</Table.Th>
            <Table.Th>Labels</Table.Th>
            <Table.Th className={classes.number ?? ''}>Value</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.slice(0, SHOWN).map((entry) =>
            entry.kind === 'hole' ? (
              <Table.Tr key={`hole/${entry.hole.fromMs}`} data-testid={testIds.alerts.historyHole}>
                <Table.Td className={classes.time ?? ''}>{formatMoment(entry.atMs, nowMs, utc)}</Table.Td>
                <Table.Td className={classes.hole ?? ''} colSpan={4}>
                  {describeHole(entry.hole, nowMs, utc)}
                </Table.Td>
              </Table.Tr>
            ) : (
              <TransitionRow
                key={`${entry.transition.alert.fingerprint}/${entry.atMs}/${entry.transition.to}`}
                transition={entry.transition}
                time={formatMoment(entry.atMs, nowMs, utc)}
              />
            ),
          )}
        </Table.Tbody>
      </Table>
      {(truncated || entries.length > SHOWN) && (
        <p className={classes.empty}>
          The newest {SHOWN} are shown; choose a shorter time range for older ones.
        </p>
      )}
    </>
  );
}

interface TransitionRowProps {
  readonly transition: AlertTransition;
  readonly time: string;
}

function TransitionRow({ transition: { to, alert }, time }: TransitionRowProps) {
  return (
    <Table.Tr>
      <Table.Td className={classes.time ?? ''}>{time}</Table.Td>
      <Table.Td>
        <StatusBadge tone={ALERT_TONES[to]}>{ALERT_STATE_NAMES[to]}</StatusBadge>
      </Table.Td>
      <Table.Td className={classes.name ?? ''}>{alert.ruleName}</Table.Td>
      <Table.Td>
        <LabelChips labels={alert.labels} omit={['alertname']} />
      </Table.Td>
      <Table.Td className={classes.number ?? ''}>{Number(alert.value.toPrecision(4))}</Table.Td>
    </Table.Tr>
  );
}
