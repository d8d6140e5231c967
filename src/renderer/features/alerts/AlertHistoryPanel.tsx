import { Chip, Group } from '@mantine/core';
import { useState } from 'react';
import { ALERT_STATES, type AlertState } from '../../../shared/domain/alert.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { Panel } from '../../ui/Panel.tsx';
import { AlertHistory } from './AlertHistory.tsx';
import type { AlertFilter } from './alert-filter.ts';
import { ALERT_STATE_NAMES } from './alert-state.ts';

interface AlertHistoryPanelProps {
  readonly filter: AlertFilter;
  readonly nowMs: number;
}

/** The changes of alerts in the time range, of chosen states. */
export function AlertHistoryPanel({ filter, nowMs }: AlertHistoryPanelProps) {
  const [states, setStates] = useState<AlertState[]>([]);
  const asked = { ...filter, states };
  const { data, error } = useLiveData(
    () => request('alerts.listHistory', asked),
    'alerts',
    JSON.stringify(asked),
  );
  const actions = (
    <Chip.Group multiple value={states} onChange={(chosen) => setStates(chosen as AlertState[])}>
      <Group gap={4} ml="auto" role="group" aria-label="States in the history">
        {ALERT_STATES.map((state) => (
          <Chip key={state} value={state} size="xs" variant="light">
            {ALERT_STATE_NAMES[state]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
  return (
    <Panel title="History" flush actions={actions} testId={testIds.alerts.alertHistory}>
      {error !== null && <p role="alert">{error.message}</p>}
      <AlertHistory
        transitions={data?.transitions ?? []}
        holes={data?.holes ?? []}
        truncated={data?.truncated ?? false}
        filtered={states.length > 0 || filter.matchers.length > 0}
        nowMs={nowMs}
      />
    </Panel>
  );
}
