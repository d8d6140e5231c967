import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLayoutDashboard, IconPin, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReplyOf, RequestOf } from '../../shared/ipc/contract.ts';
import { testIds } from '../../shared/test-ids.ts';
import { request } from '../ipc/client.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { reportFailure } from '../ui/report-failure.ts';

const NEW_TITLE = 'Pinned';
const NOTICE_MS = 8_000;

interface PinMenuProps {
  readonly panel: RequestOf<'dashboards.pin'>['panel'];
}

/** Puts a panel onto a dashboard that is chosen, or onto a new one. */
export function PinMenu({ panel }: PinMenuProps) {
  const { title: name } = panel;
  const [dashboards, setDashboards] = useState<ReplyOf<'dashboards.list'>>([]);
  const load = (): void => {
    request('dashboards.list').then(setDashboards, reportFailure('The dashboards could not be listed'));
  };
  const pin = (to: { id: string } | { title: string }, dashboard: string): void => {
    request('dashboards.pin', { dashboard: to, panel }).then(
      ({ id }) => sayPinned(name, dashboard, id),
      reportFailure(`${name} could not be pinned`),
    );
  };
  return (
    <Menu position="bottom-end" onOpen={load}>
      <Menu.Target>
        <Tooltip label="Pin to a dashboard">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Pin ${name} to a dashboard`}
            data-testid={testIds.pinning.pinPanel}
          >
            <IconPin size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown aria-label={`Pin ${name} to`} mah={320} style={{ overflowY: 'auto' }}>
        {dashboards
          .filter(({ problem }) => problem === null)
          .map(({ id, title }) => (
            <Menu.Item
              key={id}
              leftSection={<IconLayoutDashboard size={14} aria-hidden />}
              onClick={() => pin({ id }, title)}
            >
              {title}
            </Menu.Item>
          ))}
        <Menu.Item
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => pin({ title: NEW_TITLE }, NEW_TITLE)}
          data-testid={testIds.pinning.pinNew}
        >
          New dashboard
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function sayPinned(panel: string, dashboard: string, id: string): void {
  const noticeId = notifications.show({
    title: `${panel} is on ${dashboard}`,
    autoClose: NOTICE_MS,
    message: (
      <Group mt={6}>
        <Button
          variant="light"
          size="compact-sm"
          data-testid={testIds.pinning.openPinned}
          onClick={() => {
            notifications.hide(noticeId);
            navigationStore.getState().open('dashboards', id);
          }}
        >
          Open the dashboard
        </Button>
      </Group>
    ),
  });
}
