import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ENVIRONMENT_KINDS, type EnvironmentKind } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { ENVIRONMENT_KIND_NAMES } from '../../ui/EnvironmentIcon.tsx';

interface EnvironmentFormProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** It is gone from the screen: the focus goes where it came from. */
  readonly onClosed: () => void;
}

/** Makes a new environment and opens it. */
export function EnvironmentForm({ opened, onClose, onClosed }: EnvironmentFormProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      title="New environment"
    >
      {opened && <Fields onClose={onClose} />}
    </Modal>
  );
}

function Fields({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<EnvironmentKind>('development');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function create(): Promise<void> {
    setBusy(true);
    try {
      await request('environments.create', { name: name.trim(), kind });
      onClose();
    } catch (thrown) {
      setError((thrown as Error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') setError('Give the environment a name');
        else void create();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Shop staging"
          value={name}
          error={error}
          data-autofocus
          data-testid={testIds.environments.environmentName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Text size="sm" fw={500} mb={4}>
            Kind
          </Text>
          <SegmentedControl
            fullWidth
            aria-label="Kind"
            data={ENVIRONMENT_KINDS.map((value) => ({ value, label: ENVIRONMENT_KIND_NAMES[value] }))}
            value={kind}
            onChange={(value) => setKind(value as EnvironmentKind)}
          />
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} data-testid={testIds.environments.environmentCreate}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
