import { ActionIcon, Button, Menu, Modal, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArrowLeft,
  IconBraces,
  IconClipboardCopy,
  IconClock,
  IconDotsVertical,
  IconHistory,
  IconLink,
  IconPencil,
  IconReportAnalytics,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Dashboard } from '../../../shared/domain/dashboard.ts';
import type { StoredDashboard } from '../../../shared/domain/dashboard-library.ts';
import { resolveTimeRange } from '../../../shared/domain/time-range.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { copyLink } from '../../state/copy-link.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Dashboards.module.css';
import { choicesOf, dashboardsStore } from './dashboards-store.ts';
import { EditBar } from './edit/EditBar.tsx';
import { type Draft, editStore } from './edit/edit-store.ts';
import { JsonForm } from './edit/JsonForm.tsx';
import { VersionsView } from './edit/VersionsView.tsx';
import { ImportReportView } from './library/ImportReportView.tsx';
import { RenameForm } from './library/RenameForm.tsx';
import { removeDashboard } from './library/remove-dashboard.tsx';
import { SettingsForm } from './settings/SettingsForm.tsx';

type Dialog = 'report' | 'rename' | 'versions' | 'json' | 'settings';

const DIALOGS: Readonly<Record<Dialog, { readonly title: string; readonly size: number }>> = {
  report: { title: 'Import report', size: 680 },
  rename: { title: 'Rename dashboard', size: 420 },
  versions: { title: 'Versions', size: 720 },
  json: { title: 'Dashboard JSON', size: 860 },
  settings: { title: 'Dashboard settings', size: 860 },
};

interface DashboardHeaderProps {
  readonly environmentId: string;
  readonly stored: StoredDashboard;
  readonly storeKey: string;
  /** Absent while the dashboard is not edited. */
  readonly draft: Draft | undefined;
}

function copyDashboardLink(storeKey: string, id: string): void {
  const choices = choicesOf(dashboardsStore.getState(), storeKey);
  copyLink({ page: 'dashboards', dashboardId: id, variables: [...choices] }).catch(
    reportFailure('The link could not be copied'),
  );
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
export function DashboardHeader({ environmentId, stored, storeKey, draft }: DashboardHeaderProps) {
  const { id, report } = stored;
  const dashboard = draft?.present ?? stored.dashboard;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const replace = (next: Dashboard): void => {
    editStore.getState().apply(storeKey, stored.dashboard, () => next);
    close();
  };
  return (
    <div className={classes.head}>
      <Tooltip label="All dashboards">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label="All dashboards"
          data-testid={testIds.dashboards.dashboardBack}
          onClick={() => dashboardsStore.getState().showList(environmentId)}
        >
          <IconArrowLeft size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <h2 className={classes.name} title={dashboard.title} data-testid={testIds.dashboards.dashboardTitle}>
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
      {draft === undefined ? (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden />}
          onClick={() => editStore.getState().begin(storeKey, stored.dashboard)}
          data-testid={testIds.dashboards.dashboardEdit}
        >
          Edit
        </Button>
      ) : (
        <EditBar storeKey={storeKey} id={id} draft={draft} />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDotsVertical size={15} aria-hidden />}
            data-testid={testIds.dashboards.dashboardMenu}
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
            leftSection={<IconSettings size={15} aria-hidden />}
            onClick={() => setDialog('settings')}
            data-testid={testIds.dashboards.dashboardSettings}
          >
            Settings and variables
          </Menu.Item>
          <Menu.Item
            leftSection={<IconHistory size={15} aria-hidden />}
            onClick={() => setDialog('versions')}
            data-testid={testIds.dashboards.dashboardVersions}
          >
            Versions
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBraces size={15} aria-hidden />}
            onClick={() => setDialog('json')}
            data-testid={testIds.dashboards.dashboardJson}
          >
            View or edit JSON
          </Menu.Item>
          <Menu.Item
            leftSection={<IconReportAnalytics size={15} aria-hidden />}
            onClick={() => setDialog('report')}
          >
            Show import report
          </Menu.Item>
          <Menu.Item
            leftSection={<IconClipboardCopy size={15} aria-hidden />}
            onClick={() => copyJson(id)}
            data-testid={testIds.dashboards.dashboardCopy}
          >
            Copy as Grafana JSON
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLink size={15} aria-hidden />}
            onClick={() => copyDashboardLink(storeKey, id)}
            data-testid={testIds.dashboards.dashboardCopyLink}
          >
            Copy link
          </Menu.Item>
          {draft === undefined && (
            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setDialog('rename')}>
              Rename
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => removeDashboard(environmentId, id, dashboard.title)}
            data-testid={testIds.dashboards.dashboardRemove}
          >
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={dialog !== null}
        onClose={close}
        size={DIALOGS[dialog ?? 'report'].size}
        title={DIALOGS[dialog ?? 'report'].title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {dialog === 'report' && <ImportReportView dashboard={dashboard} report={report} />}
        {dialog === 'versions' && (
          <VersionsView id={id} present={dashboard} onRestore={(version) => replace(version)} />
        )}
        {dialog === 'json' && <JsonForm dashboard={dashboard} onApply={replace} onCancel={close} />}
        {dialog === 'settings' && <SettingsForm dashboard={dashboard} onApply={replace} onCancel={close} />}
        {dialog === 'rename' && <RenameForm id={id} title={dashboard.title} onDone={close} />}
      </Modal>
    </div>
  );
}
