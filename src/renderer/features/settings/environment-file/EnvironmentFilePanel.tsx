import { Button, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconDownload, IconFileImport, IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import type { Environment } from '../../../../shared/domain/environment.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import {
  type EnvironmentFileState,
  loadEnvironmentFile,
  useEnvironmentFile,
} from '../../../state/environment-file-store.ts';
import { environmentStore, useEnvironment } from '../../../state/environment-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import { SettingBlock, SettingRow } from '../layout/SettingRow.tsx';
import { SettingsSection } from '../layout/SettingsSection.tsx';
import { ChangeList } from './ChangeList.tsx';
import { EffectiveFields } from './EffectiveFields.tsx';
import classes from './EnvironmentFile.module.css';
import { ExportBundle } from './ExportBundle.tsx';
import { useEnvironmentImport } from './use-environment-import.tsx';
import { VariableEditor } from './VariableEditor.tsx';

const STATES = {
  good: { tone: 'good', name: 'Valid' },
  newer: { tone: 'warn', name: 'Read-only' },
  invalid: { tone: 'warn', name: 'Not valid' },
} as const;

/** The open environment as a file: sharing, import, export, variables and where values come from. */
export function EnvironmentFilePanel() {
  const environment = useEnvironment((state) => state.active);
  const file = useEnvironmentFile((state) => state.file);
  const { choose, preview } = useEnvironmentImport();
  const [listing, setListing] = useState(false);
  if (environment === null || file === null) return null;
  return (
    <SettingsSection id="file" title="Environment file" testId={testIds.settings.environmentFile}>
      <SettingRow label="File" description={file.state === 'good' ? <code>{file.path}</code> : file.message}>
        <StatusBadge tone={STATES[file.state].tone}>{STATES[file.state].name}</StatusBadge>
      </SettingRow>
      {file.base !== null && (
        <SettingRow label="Base" description={`What this file does not say itself comes from ${file.base}.`}>
          {null}
        </SettingRow>
      )}
      {file.source !== null && (
        <SettingBlock text="Shared file">
          <SharedFile environment={environment} source={file.source} />
        </SettingBlock>
      )}
      <SettingRow
        label="Share"
        description="Exports hold no secret, but for the encrypted one. An import is shown before anything is kept."
      >
        <Actions environment={environment} onImport={choose} onList={() => setListing(true)} />
      </SettingRow>
      <SettingBlock text="Variables, allowed process variables">
        <VariableEditor
          key={`${environment.id}/${JSON.stringify(environment.variables ?? [])}`}
          environment={environment}
          file={file}
        />
      </SettingBlock>
      {preview}
      <EffectiveFields
        environmentId={environment.id}
        base={file.base}
        opened={listing}
        onClose={() => setListing(false)}
      />
    </SettingsSection>
  );
}

interface SharedFileProps {
  readonly environment: Environment;
  readonly source: NonNullable<EnvironmentFileState['source']>;
}

function SharedFile({ environment: { id }, source }: SharedFileProps) {
  const isSame = source.state === 'same';
  const canTake = source.state === 'changed' || source.state === 'conflict';
  const canWrite = source.state === 'ahead' || source.state === 'conflict';
  const run = (name: 'environmentFiles.takeShared' | 'environmentFiles.writeShared'): void => {
    request(name, { id })
      .then(() => environmentStore.getState().load())
      .then(loadEnvironmentFile)
      .catch(reportFailure('The shared file was not taken over'));
  };
  return (
    <div className={classes.block} data-testid={testIds.settings.sharedFile}>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" fw={500}>
            Shared file
          </Text>
          <Text size="xs" c="dimmed">
            <code>{source.path}</code>
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {isSame && <StatusBadge tone="good">In step</StatusBadge>}
          {canTake && (
            <Button
              size="xs"
              onClick={() => run('environmentFiles.takeShared')}
              data-testid={testIds.settings.sharedTake}
            >
              Take theirs
            </Button>
          )}
          {canWrite && (
            <Button
              size="xs"
              variant="default"
              onClick={() => run('environmentFiles.writeShared')}
              data-testid={testIds.settings.sharedWrite}
            >
              Write mine
            </Button>
          )}
        </Group>
      </Group>
      {source.message !== '' && (
        <Text size="sm" mt={6}>
          {source.message}
        </Text>
      )}
      {(canTake || canWrite) && <ChangeList changes={source.changes} />}
    </div>
  );
}

interface ActionsProps {
  readonly environment: Environment;
  readonly onImport: (what: 'file' | 'folder') => void;
  readonly onList: () => void;
}

function Actions({ environment, onImport, onList }: ActionsProps) {
  const { id, name, kind } = environment;
  const tell = (exported: { readonly path: string; readonly notes: readonly string[] } | null): void => {
    if (exported === null) return;
    notifications.show({
      title: `Exported to ${exported.path}`,
      message: exported.notes.join(' ') || 'It holds no secret.',
      color: 'azure',
      autoClose: exported.notes.length > 0 ? false : 6_000,
    });
  };
  const [bundling, setBundling] = useState(false);
  const duplicate = (): void => {
    request('environmentFiles.duplicate', { id, name: `${name} copy`.slice(0, 120), kind })
      .then(() => environmentStore.getState().load())
      .then(() =>
        notifications.show({
          title: `${name} copy was made`,
          message: 'It has no history and no credentials yet; open it in the switcher.',
          color: 'azure',
        }),
      )
      .catch(reportFailure('The environment could not be duplicated'));
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconListDetails size={14} />}
        onClick={onList}
        data-testid={testIds.settings.showFields}
      >
        Values in use
      </Button>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconCopy size={14} />}
        onClick={duplicate}
        data-testid={testIds.settings.environmentDuplicate}
      >
        Duplicate
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFileImport size={14} />}
            data-testid={testIds.settings.environmentImport}
          >
            Import
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onImport('file')}>Environment or prometheus.yml…</Menu.Item>
          <Menu.Item onClick={() => onImport('folder')}>Folder of environments…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} />}
            data-testid={testIds.settings.environmentExport}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() =>
              void request('environmentFiles.exportFile', { id }).then(
                tell,
                reportFailure('The environment was not exported'),
              )
            }
          >
            Environment file…
          </Menu.Item>
          <Menu.Item
            onClick={() =>
              void request('environmentFiles.exportPrometheus', { id }).then(
                tell,
                reportFailure('The environment was not exported'),
              )
            }
          >
            For Prometheus…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setBundling(true)}>With credentials, encrypted…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ExportBundle
        environment={environment}
        opened={bundling}
        onClose={() => setBundling(false)}
        onExported={tell}
      />
    </Group>
  );
}
