import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import type { Preview } from './preview.ts';

interface OpenBundleProps {
  readonly preview: Preview;
  readonly onOpened: (preview: Preview) => void;
  readonly onClose: () => void;
}

/** Asks for the passphrase of an encrypted file, to show what it would bring. */
export function OpenBundle({ preview: { place, token }, onOpened, onClose }: OpenBundleProps) {
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase === '') return setError('Enter the passphrase that the file was encrypted with');
        setBusy(true);
        request('environmentFiles.openBundle', { token, passphrase })
          .then(onOpened, (thrown: unknown) => setError((thrown as Error).message))
          .finally(() => setBusy(false));
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          <bdi>{place}</bdi> is encrypted. What it holds is shown before any of it is kept.
        </Text>
        <PasswordInput
          label="Passphrase"
          value={passphrase}
          error={error}
          autoComplete="off"
          data-autofocus
          data-testid={testIds.settings.bundleOpenPassphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
            setError(null);
          }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} data-testid={testIds.settings.bundleOpen}>
            Open
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
