import { Button, Group, Modal, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { EnvironmentSummary } from '../../../shared/domain/environment.ts';
import { AppError } from '../../../shared/errors.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { unlockStore, useUnlock } from '../../state/read-only.ts';

const MINUTES = ['5', '15', '60'] as const;

/** Asks for the name of a production environment before it may be changed for some minutes. */
export function UnlockDialog() {
  const environmentId = useUnlock((state) => state.environmentId);
  const environment = useEnvironment((state) => state.environments.find(({ id }) => id === environmentId));
  const close = (): void => unlockStore.getState().settle(false);
  return (
    <Modal
      opened={environment !== undefined}
      onClose={close}
      title={environment === undefined ? '' : `Unlock ${environment.name}?`}
      zIndex={400}
    >
      {environment !== undefined && (
        <Question key={environment.id} environment={environment} onClose={close} />
      )}
    </Modal>
  );
}

interface QuestionProps {
  readonly environment: EnvironmentSummary;
  readonly onClose: () => void;
}

function Question({ environment, onClose }: QuestionProps) {
  const { id, name } = environment;
  const isHeldUp = useUnlock((state) => state.isHeldUp);
  const [typed, setTyped] = useState('');
  const [minutes, setMinutes] = useState<string>('15');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const isConfirmed = typed.trim() === name;

  function unlock(): void {
    setBusy(true);
    request('environments.unlock', { id, name: typed, minutes: Number(minutes) })
      .then(
        () => unlockStore.getState().settle(true),
        (error: unknown) => setFault(error instanceof AppError ? error.message : String(error)),
      )
      .finally(() => setBusy(false));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) unlock();
      }}
    >
      <Text size="sm">
        {isHeldUp
          ? 'This is production, which is read-only. Once it is unlocked, the change that you asked for is made.'
          : 'This is production, which is read-only. Endpoints, rules, dashboards and silences sent to an Alertmanager can be changed until the time is over.'}
      </Text>
      <TextInput
        mt="md"
        label={`Type ${name} to unlock it`}
        value={typed}
        error={fault}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        data-testid={testIds.shell.unlockName}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Text mt="lg" size="sm" fw={500} id="unlock-minutes">
        For
      </Text>
      <SegmentedControl
        mt={4}
        fullWidth
        aria-labelledby="unlock-minutes"
        value={minutes}
        onChange={setMinutes}
        data={MINUTES.map((value) => ({ value, label: `${value} minutes` }))}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Keep it locked
        </Button>
        <Button
          type="submit"
          color="red"
          leftSection={<IconLockOpen size={15} aria-hidden />}
          loading={busy}
          disabled={!isConfirmed}
          data-testid={testIds.shell.unlockConfirm}
        >
          Unlock
        </Button>
      </Group>
    </form>
  );
}
