import type { PointerEvent } from 'react';
import { duplicatePanel, findPanel, removePanel } from '../../../../shared/dashboards/edit/edit-panels.ts';
import type { GridPanel } from '../../../../shared/dashboards/edit/groups.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { showUndoNotice } from '../../../ui/undo-notice.tsx';
import type { PlacedPanel } from '../layout/layout.ts';
import { editStore } from './edit-store.ts';
import { type Direction, describePlace, nudgePanel, resizePanel } from './nudge.ts';

/** What can be done with the panels of the open dashboard. */
export interface PanelActions {
  /** Panels show what they are moved by. */
  readonly isEditing: boolean;
  readonly draggedId: number | null;
  edit(id: number): void;
  duplicate(id: number): void;
  remove(id: number, title: string): void;
  /** The result says where the panel is now. */
  nudge(id: number, direction: Direction, resizes: boolean): string;
  grab(event: PointerEvent<HTMLElement>, mode: 'move' | 'resize', placed: PlacedPanel, group: number): void;
  showJson(panel: GridPanel): void;
}

/** Removes a panel from the draft and offers to take it back. */
function removeWithUndo(key: string, base: Dashboard, id: number, title: string): void {
  editStore.getState().apply(key, base, (dashboard) => removePanel(dashboard, id));
  const removed = editStore.getState().drafts[key]?.present;
  showUndoNotice({
    name: title,
    done: 'removed',
    testId: testIds.dashboards.panelRemoved,
    onUndo: () => {
      // Other steps were taken since: those stay, and undo is at hand for all of them.
      if (editStore.getState().drafts[key]?.present === removed) editStore.getState().undo(key);
    },
  });
}

/** The actions on the panels of a dashboard; `base` is its state where nothing was changed yet. */
export function panelActions(
  key: string,
  base: Dashboard,
): Pick<PanelActions, 'edit' | 'duplicate' | 'remove' | 'nudge'> {
  const { apply, begin, openPanel } = editStore.getState();
  const present = (): Dashboard => editStore.getState().drafts[key]?.present ?? base;
  return {
    edit: (id) => {
      const panel = findPanel(present(), id);
      if (panel === undefined || panel.kind === 'unsupported') return;
      begin(key, base);
      openPanel(key, panel, false);
    },
    duplicate: (id) => apply(key, base, (dashboard) => duplicatePanel(dashboard, id)),
    remove: (id, title) => removeWithUndo(key, base, id, title),
    nudge: (id, direction, resizes) => {
      const change = resizes ? resizePanel : nudgePanel;
      apply(key, base, (dashboard) => change(dashboard, id, direction));
      return describePlace(present(), id);
    },
  };
}
