import { Button } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { AppInfo } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { formatAge, formatBytes } from '../../lib/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';

const KEYCHAIN = {
  available: { tone: 'good', name: 'In use' },
  locked: { tone: 'warn', name: 'Locked' },
  unavailable: { tone: 'warn', name: 'Not available' },
} as const;

/** Where history, credentials and logs are, and how they stand. */
export function StorageSettings({ info }: { readonly info: AppInfo }) {
  const open = (folder: 'data' | 'logs'): void => {
    request('app.openFolder', folder).catch(reportFailure('The folder could not be opened'));
  };
  const keychain = KEYCHAIN[info.keychainState];
  return (
    <SettingsSection id="data" title="Data and secrets">
      <SettingRow label="Keychain" description={info.keychainMessage} testId={testIds.settings.keychain}>
        <StatusBadge tone={keychain.tone} testId={testIds.settings.keychainState}>
          {keychain.name}
        </StatusBadge>
      </SettingRow>
      <HistoryRow />
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
    </SettingsSection>
  );
}

function HistoryRow() {
  const environment = useEnvironment((state) => state.active);
  const status = useEngine((state) => state.status);
  if (status === null) return null;
  const { storageState, storageMessage, databaseBytes, oldestSampleAtMs, nowMs } = status;
  const reach =
    oldestSampleAtMs === null ? 'no sample yet' : `going back ${formatAge(nowMs - oldestSampleAtMs)}`;
  const most = `kept for ${formatAge(environment?.retention.maxAgeMs ?? 0)} or until it fills ${formatBytes(environment?.retention.maxBytes ?? 0)}`;
  return (
    <SettingRow
      label={`History of ${environment?.name ?? 'this environment'}`}
      description={
        storageState === 'ok' ? `${formatBytes(databaseBytes)} on disk, ${reach}; ${most}.` : storageMessage
      }
    >
      <StatusBadge tone={storageState === 'ok' ? 'good' : 'warn'}>
        {storageState === 'ok' ? 'On disk' : 'Needs attention'}
      </StatusBadge>
    </SettingRow>
  );
}
