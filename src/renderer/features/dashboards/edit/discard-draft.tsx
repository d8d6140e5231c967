import { testIds } from '../../../../shared/test-ids.ts';
import { showUndoNotice } from '../../../ui/undo-notice.tsx';
import { editStore } from './edit-store.ts';

/** Forgets what was changed in a dashboard and offers to take it back. */
export function discardDraft(key: string): void {
  const draft = editStore.getState().drafts[key];
  if (draft === undefined) return;
  editStore.getState().end(key);
  showUndoNotice({
    name: 'Changes',
    done: 'discarded',
    testId: testIds.dashboards.draftDiscarded,
    onUndo: () => editStore.getState().takeBack(key, draft),
  });
}
