import { Button, Group, Table } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import type { AlertmanagerStatus } from '../../../../shared/domain/alertmanager.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatAge } from '../../../lib/format.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { LabelChips } from '../../../ui/LabelChips.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import classes from './Alertmanager.module.css';
import { AlertmanagerDrawer } from './AlertmanagerDrawer.tsx';

const LISTED = 50;

/** How sending to the Alertmanager goes, and what it holds. */
export function AlertmanagerPanel({ nowMs }: { readonly nowMs: number }) {
  const { data: status } = useLiveData(() => request('alertmanager.getStatus'), 'alerts');
  const [editing, setEditing] = useState(false);
  const actions = (
    <Button
      ml="auto"
      size="compact-sm"
      variant="default"
      leftSection={<IconSettings size={14} />}
      onClick={() => setEditing(true)}
      data-testid={testIds.alerts.alertmanagerEdit}
    >
      {status === null ? 'Connect…' : 'Connection…'}
    </Button>
  );
  return (
    <Panel title="Alertmanager" actions={actions} testId={testIds.alerts.alertmanager}>
      {status === null ? (
        <p className={classes.hint}>
          Alerts are told on this computer only. Connect an Alertmanager to route them to mail, chat or a
          pager, and to share silences with your team.
        </p>
      ) : (
        <>
          <Status status={status} nowMs={nowMs} />
          {status.lastError === '' && <AlertmanagerAlerts nowMs={nowMs} />}
        </>
      )}
      <AlertmanagerDrawer opened={editing} onClose={() => setEditing(false)} />
    </Panel>
  );
}

interface StatusProps {
  readonly status: AlertmanagerStatus;
  readonly nowMs: number;
}

function Status({ status, nowMs }: StatusProps) {
  const { lastSentAtMs, lastError, sent, dropped, errors, queued } = status;
  const tone = lastError !== '' ? 'bad' : lastSentAtMs === null ? 'neutral' : 'good';
  const name = { bad: 'Failing', neutral: 'Nothing sent yet', good: 'Delivering' }[tone];
  const age = (atMs: number | null): string =>
    atMs === null ? 'never' : `${formatAge(Math.max(0, nowMs - atMs))} ago`;
  return (
    <div className={classes.status} data-testid={testIds.alerts.alertmanagerStatus}>
      <Group gap="sm">
        <StatusBadge tone={tone}>{name}</StatusBadge>
        <code>{status.url}</code>
      </Group>
      {lastError !== '' && (
        <p className={classes.error} role="alert">
          {lastError}
        </p>
      )}
      <dl className={`${classes.figures} numeric`}>
        <Figure name="Last sent" value={age(lastSentAtMs)} />
        <Figure name="Alerts sent" value={String(sent)} />
        <Figure name="Dropped" value={String(dropped)} />
        <Figure name="Failed requests" value={String(errors)} />
        <Figure name="Waiting" value={String(queued)} />
      </dl>
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function AlertmanagerAlerts({ nowMs }: { readonly nowMs: number }) {
  const { data, error } = useLiveData(() => request('alertmanager.listAlerts'), 'alerts');
  if (error !== null) {
    return (
      <p className={classes.hint} role="status">
        Its alerts could not be listed: {error.message}
      </p>
    );
  }
  if (data === null) return null;
  if (data.length === 0) return <p className={classes.hint}>It holds no alert now.</p>;
  return (
    <Table className="numeric" verticalSpacing={6} aria-label="Alerts in the Alertmanager">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>State</Table.Th>
          <Table.Th>Labels</Table.Th>
          <Table.Th>Receivers</Table.Th>
          <Table.Th>Since</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.slice(0, LISTED).map((alert) => (
          <Table.Tr key={alert.fingerprint}>
            <Table.Td>
              <StatusBadge tone={alert.state === 'suppressed' ? 'muted' : 'firing'}>
                {alert.state === 'suppressed' ? 'Suppressed' : 'Active'}
              </StatusBadge>
            </Table.Td>
            <Table.Td>
              <LabelChips labels={alert.labels} />
            </Table.Td>
            <Table.Td>{alert.receivers.join(', ')}</Table.Td>
            <Table.Td>{formatAge(Math.max(0, nowMs - alert.startsAtMs))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
