import { Button, Modal, Tabs } from '@mantine/core';
import { IconCheck, IconCopy, IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AppInfo } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { describeInstallation } from '../../features/settings/diagnostics.ts';
import { request } from '../../ipc/client.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { shellStore, useShell } from '../../state/shell-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { Logo } from '../Logo.tsx';
import classes from './AboutDialog.module.css';
import { LicenceList } from './LicenceList.tsx';

/** What this program is, how it stands, what to send with a report, and the licences of what it is built from. */
export function AboutDialog() {
  const opened = useShell((state) => state.dialog === 'about');
  return (
    <Modal
      opened={opened}
      onClose={() => shellStore.getState().openDialog(null)}
      title="About Sextant"
      size={640}
    >
      <Contents />
    </Modal>
  );
}

function Contents() {
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => {
    request('app.getInfo').then(setInfo, reportFailure('Facts about the app could not be read'));
  }, []);
  return (
    <div className={classes.about} data-testid={testIds.shell.about}>
      <div className={classes.head}>
        <Logo size={40} />
        <div>
          <p className={classes.name}>Sextant {info?.version}</p>
          <p className={classes.purpose}>A console for services that expose metrics.</p>
        </div>
      </div>
      <Tabs defaultValue="diagnostics" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="diagnostics" data-autofocus>
            Diagnostics
          </Tabs.Tab>
          <Tabs.Tab value="licences">Licences</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="diagnostics" className={classes.panel ?? ''}>
          {info !== null && <Diagnostics info={info} />}
        </Tabs.Panel>
        <Tabs.Panel value="licences" className={classes.panel ?? ''}>
          <LicenceList />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function Diagnostics({ info }: { readonly info: AppInfo }) {
  const status = useEngine((state) => state.status);
  const [copied, setCopied] = useState(false);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Electron', info.electronVersion],
    ['Chromium', info.chromeVersion],
    ['Node', info.nodeVersion],
    ['System', info.platform],
    ['Keychain', info.keychainMessage],
    ...(status === null
      ? [['Engine', 'Not running: no environment is open'] as const]
      : [
          ['Targets', `${status.targetsUp} of ${status.targetsTotal} up`] as const,
          [
            'Series',
            `${formatCount(status.seriesCount)}, ${formatCount(status.samplesPerSecond)} samples/s`,
          ] as const,
          [
            'History',
            `${formatBytes(status.databaseBytes)}${status.storageMessage === '' ? '' : `. ${status.storageMessage}`}`,
          ] as const,
          ['Alerts', `${status.alertsFiring} firing, ${status.alertsPending} pending`] as const,
        ]),
    ['Data folder', info.dataFolder],
    ['Logs', info.logFolder],
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        For a report, copy the diagnostics and add what you did and what you saw. No address, label, path or
        secret is among them; logs are scrubbed of secrets, but tell the names of your systems.
      </p>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => {
            request('app.openFolder', 'logs').catch(reportFailure('The folder could not be opened'));
          }}
        >
          Open log folder
        </Button>
        <Button
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          data-testid={testIds.shell.copyDiagnostics}
          onClick={() => {
            request('app.copyText', describeInstallation(info, status)).then(
              () => setCopied(true),
              reportFailure('The diagnostics could not be copied'),
            );
          }}
        >
          <span aria-live="polite">{copied ? 'Copied' : 'Copy diagnostics'}</span>
        </Button>
      </div>
    </>
  );
}
