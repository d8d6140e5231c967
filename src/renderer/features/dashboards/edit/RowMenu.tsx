import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDotsVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { changeRow, moveRow, removeRow } from '../../../../shared/dashboards/edit/edit-panels.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import type { RowPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { showUndoNotice } from '../../../ui/undo-notice.tsx';

/** How rows are changed. */
export interface RowActions {
  readonly variables: readonly string[];
  change(change: (dashboard: Dashboard) => Dashboard): void;
  undo(): void;
}

interface RowMenuProps {
  readonly row: RowPanel;
  readonly actions: RowActions;
}

/** What can be done with a row while the dashboard is edited. */
export function RowMenu({ row, actions }: RowMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const { change } = actions;
  const name = row.title === '' ? 'Row' : row.title;
  const remove = (keepPanels: boolean): void => {
    change((dashboard) => removeRow(dashboard, row.id, keepPanels));
    showUndoNotice({ name, done: 'removed', testId: testIds.dashboards.rowRemoved, onUndo: actions.undo });
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Menu of row ${name}`}
            data-testid={testIds.dashboards.rowMenu}
          >
            <IconDotsVertical size={15} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={15} aria-hidden />}
            onClick={() => setOpen(true)}
            data-testid={testIds.dashboards.rowEdit}
          >
            Edit
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp size={15} aria-hidden />}
            onClick={() => change((dashboard) => moveRow(dashboard, row.id, -1))}
          >
            Move up
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown size={15} aria-hidden />}
            onClick={() => change((dashboard) => moveRow(dashboard, row.id, 1))}
          >
            Move down
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={() => remove(true)}>
            Remove the row alone
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => remove(false)}
          >
            Remove with its panels
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size={420}
        title="Row"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isOpen && <RowForm row={row} actions={actions} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function RowForm({ row, actions, onDone }: RowMenuProps & { readonly onDone: () => void }) {
  const [title, setTitle] = useState(row.title);
  const [collapsed, setCollapsed] = useState(row.collapsed);
  const [variable, setVariable] = useState<string | null>(row.repeat?.variable ?? null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        actions.change((dashboard) =>
          changeRow(dashboard, row.id, ({ repeat, ...rest }) => ({
            ...rest,
            title,
            collapsed,
            ...(variable === null ? {} : { repeat: { ...repeat, variable } }),
          })),
        );
        onDone();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Title"
          value={title}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label="Repeat for each value of"
          placeholder="no variable"
          clearable
          data={[...actions.variables]}
          value={variable}
          onChange={setVariable}
        />
        <Checkbox
          label="Closed when the dashboard is opened"
          checked={collapsed}
          onChange={(event) => setCollapsed(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit">Apply</Button>
        </Group>
      </Stack>
    </form>
  );
}
