import { Button, Select, Switch } from '@mantine/core';
import { IconCopy, IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AppInfo, ColorScheme } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { formatAge, formatBytes } from '../../lib/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useEnvironmentFile } from '../../state/environment-file-store.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { useNavigation } from '../../state/navigation-store.ts';
import { settingsStore, useSettings } from '../../state/settings-store.ts';
import { Panel } from '../../ui/Panel.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { CredentialsPanel } from './credentials/CredentialsPanel.tsx';
import { describeInstallation } from './diagnostics.ts';
import { EnvironmentOrder } from './EnvironmentOrder.tsx';
import { EnvironmentSettings } from './EnvironmentSettings.tsx';
import { EnvironmentFilePanel } from './environment-file/EnvironmentFilePanel.tsx';
import { HttpApiSettings } from './HttpApiSettings.tsx';
import { HistoryTransfer } from './history/HistoryTransfer.tsx';
import { NotificationSettings } from './NotificationSettings.tsx';
import { SettingRow } from './SettingRow.tsx';
import classes from './SettingsPage.module.css';
import { WarmSettings } from './WarmSettings.tsx';

const KEYCHAIN = {
  available: { tone: 'good', name: 'In use' },
  locked: { tone: 'warn', name: 'Locked' },
  unavailable: { tone: 'warn', name: 'Not available' },
} as const;

const THEMES: { readonly value: ColorScheme; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'contrast-dark', label: 'High contrast, dark' },
  { value: 'contrast-light', label: 'High contrast, light' },
];

/** Appearance, notifications, where data and secrets live, and what is running. */
export function SettingsPage() {
  const settings = useSettings((state) => state.settings);
  const hasEnvironment = useEnvironment((state) => state.active !== null);
  const hasSeveral = useEnvironment((state) => state.environments.length > 1);
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    request('app.getInfo').then(setInfo, reportFailure('Facts about the app could not be read'));
  }, []);
  useFocusedPanel();
  const update = (change: Parameters<ReturnType<typeof settingsStore.getState>['update']>[0]): void => {
    settingsStore.getState().update(change).catch(reportFailure('The setting could not be saved'));
  };
  return (
    <div className={classes.page}>
      <Panel title="Appearance">
        <SettingRow label="Theme" description="System follows your desktop, its contrast too.">
          <Select
            aria-label="Theme"
            className={classes.theme ?? ''}
            allowDeselect={false}
            value={settings.colorScheme}
            onChange={(colorScheme) => update({ colorScheme: colorScheme as ColorScheme })}
            data={THEMES}
            data-testid={testIds.settings.theme}
          />
        </SettingRow>
        <SettingRow label="Times in UTC" description="Charts and tables show UTC instead of local time.">
          <Switch
            aria-label="Times in UTC"
            checked={settings.utc}
            onChange={(event) => update({ utc: event.currentTarget.checked })}
          />
        </SettingRow>
      </Panel>
      <Panel title="Alerts">
        <SettingRow
          label="Desktop notifications"
          description="When an alert starts firing and when it resolves. The Alerts page shows them in any case."
        >
          <Switch
            aria-label="Desktop notifications"
            checked={settings.notifications}
            onChange={(event) => update({ notifications: event.currentTarget.checked })}
          />
        </SettingRow>
      </Panel>
      <NotificationSettings />
      <EnvironmentSettings />
      {hasSeveral && <EnvironmentOrder />}
      <WarmSettings />
      <CredentialsPanel />
      <EnvironmentFilePanel />
      <HttpApiSettings />
      {info !== null && <Storage info={info} />}
      {hasEnvironment && <HistoryTransfer />}
      {info !== null && <About info={info} />}
    </div>
  );
}

/** Brings the panel that another page pointed to into view. */
function useFocusedPanel(): void {
  const focus = useNavigation((state) => state.focus);
  const isLoaded = useEnvironmentFile((state) => state.file !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: panels come once their data is there
  useEffect(() => {
    if (focus === null) return;
    const panel = document.querySelector(`[data-testid="${CSS.escape(focus)}"]`);
    const page = panel?.closest('[data-testid="page-settings"]');
    // Only the page scrolls: scrollIntoView would move the frame around it as well.
    if (panel && page)
      page.scrollTop += panel.getBoundingClientRect().top - page.getBoundingClientRect().top - 12;
  }, [focus, isLoaded]);
}

function Storage({ info }: { readonly info: AppInfo }) {
  const environment = useEnvironment((state) => state.active);
  const status = useEngine((state) => state.status);
  const open = (folder: 'data' | 'logs'): void => {
    request('app.openFolder', folder).catch(reportFailure('The folder could not be opened'));
  };
  const keychain = KEYCHAIN[info.keychainState];
  return (
    <Panel title="Data and secrets">
      <SettingRow label="Keychain" description={info.keychainMessage} testId={testIds.settings.keychain}>
        <StatusBadge tone={keychain.tone} testId={testIds.settings.keychainState}>
          {keychain.name}
        </StatusBadge>
      </SettingRow>
      {status !== null && (
        <SettingRow
          label={`History of ${environment?.name ?? 'this environment'}`}
          description={
            status.storageState === 'ok'
              ? `${formatBytes(status.databaseBytes)} on disk, ${
                  status.oldestSampleAtMs === null
                    ? 'no sample yet'
                    : `going back ${formatAge(status.nowMs - status.oldestSampleAtMs)}`
                }; kept for ${formatAge(environment?.retention.maxAgeMs ?? 0)} or until it fills ${formatBytes(environment?.retention.maxBytes ?? 0)}.`
              : status.storageMessage
          }
        >
          <StatusBadge tone={status.storageState === 'ok' ? 'good' : 'warn'}>
            {status.storageState === 'ok' ? 'On disk' : 'Needs attention'}
          </StatusBadge>
        </SettingRow>
      )}
      <SettingRow label="Data folder" description={<code>{info.dataFolder}</code>}>
        <Button variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => open('data')}>
          Open
        </Button>
      </SettingRow>
      <SettingRow label="Logs" description={<code>{info.logFolder}</code>}>
        <Button variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => open('logs')}>
          Open
        </Button>
      </SettingRow>
    </Panel>
  );
}

function About({ info }: { readonly info: AppInfo }) {
  const status = useEngine((state) => state.status);
  return (
    <Panel title="About">
      <SettingRow
        label={`Sextant ${info.version}`}
        description={`Electron ${info.electronVersion} · Chromium ${info.chromeVersion} · Node ${info.nodeVersion} · ${info.platform}`}
      >
        <Button
          variant="default"
          leftSection={<IconCopy size={15} />}
          onClick={() => {
            request('app.copyText', describeInstallation(info, status)).catch(
              reportFailure('The diagnostics could not be copied'),
            );
          }}
        >
          Copy diagnostics
        </Button>
      </SettingRow>
    </Panel>
  );
}
