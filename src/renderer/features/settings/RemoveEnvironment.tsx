import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Environment } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';

/** Removes the open environment after asking; production only once its name was typed. */
export function RemoveEnvironment({ environment }: { readonly environment: Environment }) {
  const [asking, setAsking] = useState(false);
  return (
    <SettingRow
      label="Remove"
      description="Scraping stops. Five minutes later, or when Sextant quits, its credentials are deleted from the keychain. Its folder is kept for 30 days in the trash of the data folder."
    >
      <Button
        variant="light"
        color="red"
        leftSection={<IconTrash size={15} />}
        onClick={() => setAsking(true)}
        data-testid={testIds.settings.environmentRemove}
      >
        Remove…
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${environment.name}?`}>
        {asking && <Question environment={environment} onClose={() => setAsking(false)} />}
      </Modal>
    </SettingRow>
  );
}

function offerUndo(id: string, name: string): void {
  const noticeId = `removed-${id}`;
  const restore = (): void => {
    notifications.hide(noticeId);
    request('environmentFiles.restore', { id })
      .then(() => request('environments.activate', { id }))
      .catch(reportFailure(`${name} could not be brought back`));
  };
  notifications.show({
    id: noticeId,
    title: `${name} was removed`,
    message: (
      <>
        Its file, history and credentials can come back.{' '}
        <Button
          size="compact-xs"
          variant="default"
          onClick={restore}
          data-testid={testIds.settings.environmentUndo}
        >
          Undo
        </Button>
      </>
    ),
    color: 'azure',
    autoClose: 20_000,
  });
}

function whatEnds(endpointCount: number): string {
  if (endpointCount === 0) return 'Its rules raise no more alerts';
  const endpoints = endpointCount === 1 ? 'Its endpoint is' : `Its ${endpointCount} endpoints are`;
  return `${endpoints} scraped no more, its rules raise no more alerts`;
}

interface QuestionProps {
  readonly environment: Environment;
  readonly onClose: () => void;
}

function Question({ environment, onClose }: QuestionProps) {
  const { id, name, kind, endpoints } = environment;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const isConfirmed = kind !== 'production' || typed.trim() === name;

  function remove(): void {
    setBusy(true);
    request('environments.remove', { id })
      .then(
        () => {
          offerUndo(id, name);
          onClose();
        },
        reportFailure(`${name} could not be removed`),
      )
      .finally(() => setBusy(false));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) remove();
      }}
    >
      <Text size="sm">
        {whatEnds(endpoints.length)}, and its credentials are deleted from the keychain once it can’t be
        undone any more.
      </Text>
      {kind === 'production' && (
        <TextInput
          mt="md"
          label={`This is production. Type ${name} to remove it.`}
          value={typed}
          autoComplete="off"
          data-autofocus
          data-testid={testIds.settings.environmentRemoveName}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus={kind === 'production' ? undefined : true}>
          Keep
        </Button>
        <Button
          type="submit"
          color="red"
          loading={busy}
          disabled={!isConfirmed}
          data-testid={testIds.settings.environmentRemoveConfirm}
        >
          Remove
        </Button>
      </Group>
    </form>
  );
}
