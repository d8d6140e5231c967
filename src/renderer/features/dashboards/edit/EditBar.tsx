import { ActionIcon, Button, Menu, Modal, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconLayoutRows,
  IconPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { addPanel, addRow } from '../../../../shared/dashboards/edit/edit-panels.ts';
import { EDITABLE_KINDS } from '../../../../shared/dashboards/edit/new-panel.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { discardDraft } from './discard-draft.tsx';
import classes from './Edit.module.css';
import { type Draft, editStore, isChanged } from './edit-store.ts';
import { SaveForm } from './SaveForm.tsx';

interface EditBarProps {
  readonly storeKey: string;
  readonly id: string;
  readonly draft: Draft;
}

const KINDS = Object.entries(EDITABLE_KINDS) as [DataPanel['kind'], string][];

/** What a dashboard is changed with: new panels and rows, undo and redo, save. */
export function EditBar({ storeKey, id, draft }: EditBarProps) {
  const [isSaving, setSaving] = useState(false);
  const changed = isChanged(draft);
  const { apply, undo, redo, end, openPanel } = editStore.getState();
  useHotkeys([
    ['mod+Z', () => undo(storeKey)],
    ['mod+shift+Z', () => redo(storeKey)],
    ['mod+Y', () => redo(storeKey)],
    ['mod+S', () => changed && setSaving(true)],
  ]);
  const add = (kind: DataPanel['kind']): void => {
    const added = addPanel(draft.present, { kind, title: 'New panel', queries: [{ expr: '' }] });
    apply(storeKey, draft.base, () => added.dashboard);
    openPanel(storeKey, added.panel, true);
  };
  return (
    <div className={classes.bar} role="toolbar" aria-label="Edit the dashboard">
      {changed && (
        <span className={classes.unsaved} role="status" data-testid={testIds.dashboards.dashboardUnsaved}>
          Not saved
        </span>
      )}
      <Tooltip label="Undo (Ctrl+Z)">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Undo"
          disabled={draft.past.length === 0}
          onClick={() => undo(storeKey)}
          data-testid={testIds.dashboards.editUndo}
        >
          <IconArrowBackUp size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl+Shift+Z)">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Redo"
          disabled={draft.future.length === 0}
          onClick={() => redo(storeKey)}
          data-testid={testIds.dashboards.editRedo}
        >
          <IconArrowForwardUp size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            data-testid={testIds.dashboards.editAdd}
          >
            Add
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map(([kind, name]) => (
            <Menu.Item key={kind} onClick={() => add(kind)} data-testid={testIds.dashboards.add(kind)}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLayoutRows size={15} aria-hidden />}
            onClick={() => apply(storeKey, draft.base, (dashboard) => addRow(dashboard, 'New row'))}
            data-testid={testIds.dashboards.addRow}
          >
            Row
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changed ? (
        <>
          <Button
            variant="default"
            onClick={() => discardDraft(storeKey)}
            data-testid={testIds.dashboards.editDiscard}
          >
            Discard
          </Button>
          <Button
            leftSection={<IconDeviceFloppy size={15} aria-hidden />}
            onClick={() => setSaving(true)}
            data-testid={testIds.dashboards.editSave}
          >
            Save
          </Button>
        </>
      ) : (
        <Button variant="default" onClick={() => end(storeKey)} data-testid={testIds.dashboards.editDone}>
          Done
        </Button>
      )}
      <Modal
        opened={isSaving}
        onClose={() => setSaving(false)}
        size={680}
        title="Save the dashboard"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isSaving && <SaveForm storeKey={storeKey} id={id} draft={draft} onDone={() => setSaving(false)} />}
      </Modal>
    </div>
  );
}
