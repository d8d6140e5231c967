import { ActionIcon, Button, Menu, Modal, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArrowLeft,
  IconClipboardCopy,
  IconClock,
  IconDotsVertical,
  IconPencil,
  IconReportAnalytics,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { StoredDashboard } from '../../../shared/domain/dashboard-library.ts';
import { resolveTimeRange } from '../../../shared/domain/time-range.ts';
import { request } from '../../ipc/client.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Dashboards.module.css';
import { dashboardsStore } from './dashboards-store.ts';
import { ImportReportView } from './library/ImportReportView.tsx';
import { RenameForm } from './library/RenameForm.tsx';
import { removeDashboard } from './library/remove-dashboard.tsx';

interface DashboardHeaderProps {
  readonly environmentId: string;
  readonly stored: StoredDashboard;
}

function copyJson(id: string): void {
  request('dashboards.export', { id })
    .then((text) => request('app.copyText', text))
    .then(
      () => notifications.show({ message: 'Grafana JSON copied', autoClose: 2_000 }),
      reportFailure('The dashboard could not be copied'),
    );
}

function canBeShown({ from, to }: { readonly from: string; readonly to: string }): boolean {
  try {
    resolveTimeRange({ from, to }, Date.now());
    return true;
  } catch {
    return false;
  }
}

/** The way back to the list, the dashboard's name, and what can be done with it. */
export function DashboardHeader({ environmentId, stored }: DashboardHeaderProps) {
  const { id, dashboard, report } = stored;
  const [dialog, setDialog] = useState<'report' | 'rename' | null>(null);
  const close = (): void => setDialog(null);
  return (
    <div className={classes.head}>
      <Tooltip label="All dashboards">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label="All dashboards"
          data-testid="dashboard-back"
          onClick={() => dashboardsStore.getState().showList(environmentId)}
        >
          <IconArrowLeft size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <h2 className={classes.name} title={dashboard.title} data-testid="dashboard-title">
        <bdi>{dashboard.title === '' ? id : dashboard.title}</bdi>
      </h2>
      <span className={classes.tags}>
        {dashboard.tags.slice(0, 6).map((tag) => (
          <bdi key={tag} className={classes.tag}>
            {tag}
          </bdi>
        ))}
      </span>
      <span className={classes.spring} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDotsVertical size={15} aria-hidden />}
            data-testid="dashboard-menu"
          >
            Dashboard
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {canBeShown(dashboard.timeRange) && (
            <Menu.Item
              leftSection={<IconClock size={15} aria-hidden />}
              onClick={() => timeRangeStore.getState().setRange(dashboard.timeRange)}
            >
              Use its time range ({dashboard.timeRange.from} to {dashboard.timeRange.to})
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconReportAnalytics size={15} aria-hidden />}
            onClick={() => setDialog('report')}
          >
            Show import report
          </Menu.Item>
          <Menu.Item
            leftSection={<IconClipboardCopy size={15} aria-hidden />}
            onClick={() => copyJson(id)}
            data-testid="dashboard-copy"
          >
            Copy as Grafana JSON
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setDialog('rename')}>
            Rename
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => removeDashboard(environmentId, id, dashboard.title)}
            data-testid="dashboard-remove"
          >
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={dialog !== null}
        onClose={close}
        size={dialog === 'rename' ? 420 : 680}
        title={dialog === 'rename' ? 'Rename dashboard' : 'Import report'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {dialog === 'report' && <ImportReportView dashboard={dashboard} report={report} />}
        {dialog === 'rename' && <RenameForm id={id} title={dashboard.title} onDone={close} />}
      </Modal>
    </div>
  );
}
