import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { request } from '../../../ipc/client.ts';
import { dashboardsStore } from '../dashboards-store.ts';

interface RenameFormProps {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}

/** Gives a dashboard another title; its file keeps its name. */
export function RenameForm({ id, title, onDone }: RenameFormProps) {
  const [draft, setDraft] = useState(title);
  const [failure, setFailure] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        request('dashboards.rename', { id, title: draft.trim() }).then(
          () => {
            dashboardsStore.getState().changed();
            onDone();
          },
          (thrown: unknown) => setFailure((thrown as Error).message),
        );
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Title"
          value={draft}
          maxLength={200}
          data-autofocus
          error={failure}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" disabled={draft.trim() === ''}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
