import { Table } from '@mantine/core';
import type { AlertTransition } from '../../../shared/domain/alert.ts';
import { formatMoment } from '../../lib/format.ts';
import { useSettings } from '../../state/settings-store.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import classes from './AlertHistory.module.css';
import { ALERT_STATE_NAMES, ALERT_TONES } from './alert-state.ts';

interface AlertHistoryProps {
  /** Newest first. */
  readonly transitions: readonly AlertTransition[];
  readonly nowMs: number;
}

const SHOWN = 100;

/** The changes of state of alerts, newest first. */
export function AlertHistory({ transitions, nowMs }: AlertHistoryProps) {
  const utc = useSettings((state) => state.settings.utc);
  if (transitions.length === 0) {
    return (
      <p className={classes.empty}>
        Nothing yet. Each alert that goes pending, fires or resolves is noted here.
      </p>
    );
  }
  return (
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
        {transitions.slice(0, SHOWN).map(({ to, atMs, alert }) => (
          <Table.Tr key={`${alert.fingerprint}/${atMs}/${to}`}>
            <Table.Td className={classes.time ?? ''}>{formatMoment(atMs, nowMs, utc)}</Table.Td>
            <Table.Td>
              <StatusBadge tone={ALERT_TONES[to]}>{ALERT_STATE_NAMES[to]}</StatusBadge>
            </Table.Td>
            <Table.Td className={classes.name ?? ''}>{alert.ruleName}</Table.Td>
            <Table.Td>
              <LabelChips labels={alert.labels} omit={['alertname']} />
            </Table.Td>
            <Table.Td className={classes.number ?? ''}>{Number(alert.value.toPrecision(4))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
