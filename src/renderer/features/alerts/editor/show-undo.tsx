import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { testIds } from '../../../../shared/test-ids.ts';

const UNDO_MS = 10_000;

/** Says what was done, with a button that takes it back while the notice stands. */
export function showUndo(title: string, undo: () => void): void {
  const id = notifications.show({
    title,
    autoClose: UNDO_MS,
    message: (
      <Group mt={6}>
        <Button
          variant="light"
          data-testid={testIds.alerts.undo}
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
