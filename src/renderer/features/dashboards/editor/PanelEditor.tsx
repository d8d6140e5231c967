import { Button, Select } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useMemo } from 'react';
import { replacePanel } from '../../../../shared/dashboards/edit/edit-panels.ts';
import { convertPanel, EDITABLE_KINDS } from '../../../../shared/dashboards/edit/new-panel.ts';
import type { FilledVariables } from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { showUndoNotice } from '../../../ui/undo-notice.tsx';
import { panelNotes } from '../display/panel-notes.ts';
import { type EditedPanel, editStore } from '../edit/edit-store.ts';
import { PanelContent } from '../panels/PanelTile.tsx';
import classes from './Editor.module.css';
import { OptionsColumn } from './OptionsColumn.tsx';
import { QueryList } from './QueryList.tsx';

interface PanelEditorProps {
  readonly storeKey: string;
  readonly edited: EditedPanel;
  readonly base: Dashboard;
  readonly dashboard: Dashboard;
  readonly variables: FilledVariables;
}

const KINDS = Object.entries(EDITABLE_KINDS).map(([value, label]) => ({ value, label }));
/** Expressions are half typed for a while; a preview of each key press would only show errors. */
const PREVIEW_DELAY_MS = 400;
/** Grid rows and columns that the preview counts as. */
const PREVIEW_ROWS = 9;
const PREVIEW_COLUMNS = 18;

/** A panel beside what it is made of: its drawing follows each change; nothing is in the dashboard before it is applied. */
export function PanelEditor({ storeKey, edited, base, dashboard, variables }: PanelEditorProps) {
  const { panel, original, isNew } = edited;
  const { apply, changePanel, closePanel, undo, openPanel } = editStore.getState();
  const set = (next: DataPanel): void => changePanel(storeKey, next);
  const commit = (): void => {
    apply(storeKey, base, (before) => replacePanel(before, panel));
    closePanel(storeKey);
  };
  const giveUp = (): void => {
    closePanel(storeKey);
    if (isNew) undo(storeKey);
    else if (panel !== original) {
      showUndoNotice({
        name: 'Changes of the panel',
        done: 'discarded',
        testId: testIds.dashboards.panelDiscarded,
        onUndo: () => {
          openPanel(storeKey, original, false);
          changePanel(storeKey, panel);
        },
      });
    }
  };
  useHotkeys([['mod+Enter', commit]], ['INPUT', 'TEXTAREA']);
  const [previewed] = useDebouncedValue(panel, PREVIEW_DELAY_MS);
  const notes = useMemo(() => panelNotes(previewed), [previewed]);
  const { id } = panel;
  return (
    <div className={classes.editor} data-testid={testIds.dashboards.panelEditor}>
      <header className={classes.head}>
        <h2 className={classes.heading}>
          {isNew ? 'New panel' : 'Edit panel'} <bdi className={classes.of}>{dashboard.title}</bdi>
        </h2>
        <span className={classes.spring} />
        <Button variant="default" onClick={giveUp} data-testid={testIds.dashboards.editorCancel}>
          Cancel
        </Button>
        <Button onClick={commit} data-testid={testIds.dashboards.editorApply}>
          Apply
        </Button>
      </header>
      <div className={classes.left}>
        <section
          className={classes.preview}
          aria-label="Preview"
          data-testid={testIds.dashboards.panelPreview}
        >
          <h3 className={classes.previewTitle}>
            <bdi>{previewed.title}</bdi>
          </h3>
          <PanelContent
            placed={{
              ...{ key: `preview/${id}`, panel: previewed, variables, x: 0, y: 0 },
              ...{ width: PREVIEW_COLUMNS, height: PREVIEW_ROWS },
            }}
            title={previewed.title}
            visible
            dashboardTitle={dashboard.title}
            onEdit={null}
          />
        </section>
        {notes.map((note) => (
          <p key={note} className={classes.note}>
            {note}
          </p>
        ))}
        {panel.kind !== 'text' && panel.kind !== 'alertlist' && <QueryList panel={panel} onChange={set} />}
      </div>
      <aside className={classes.right} aria-label="Options">
        <Select
          label="Drawn as"
          size="xs"
          data={KINDS}
          value={panel.kind}
          allowDeselect={false}
          searchable
          data-testid={testIds.dashboards.panelKind}
          onChange={(kind) => kind !== null && set(convertPanel(panel, kind as DataPanel['kind']))}
        />
        <OptionsColumn panel={panel} variables={dashboard.variables.map(({ name }) => name)} onChange={set} />
      </aside>
    </div>
  );
}
