import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import { interpolateText } from '../../../shared/dashboards/variables/interpolate.ts';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './Dashboards.module.css';
import { dashboardsStore } from './dashboards-store.ts';
import classesOfEdit from './edit/Edit.module.css';
import type { PanelActions } from './edit/panel-actions.tsx';
import { type RowActions, RowMenu } from './edit/RowMenu.tsx';
import type { Section } from './layout/layout.ts';
import { PanelTile } from './panels/PanelTile.tsx';
import { currentBuiltins } from './query/current-builtins.ts';

interface DashboardSectionProps {
  readonly section: Section;
  /** What the row's state is remembered by. */
  readonly storeKey: string;
  readonly dashboardTitle: string;
  readonly actions: PanelActions;
  readonly rowActions: RowActions;
}

/** The panels of a row on their grid, below a heading that opens and closes them. */
export function DashboardSection(props: DashboardSectionProps) {
  const { section, storeKey, dashboardTitle, actions, rowActions } = props;
  const gridId = useId();
  const open = useStore(dashboardsStore, (state) => state.rows[storeKey] ?? !section.collapsed);
  const grid = (
    <div
      id={gridId}
      className={classes.grid}
      hidden={!open}
      data-grid-group={open ? section.group : undefined}
    >
      {open &&
        section.panels.map((placed) => (
          <PanelTile
            key={placed.key}
            placed={placed}
            dashboardTitle={dashboardTitle}
            group={section.group}
            actions={actions}
          />
        ))}
      {open && actions.isEditing && section.panels.length === 0 && (
        <p className={classesOfEdit.emptyGrid}>
          {section.row === null ? 'Panels above the first row stand here.' : 'No panel in this row yet.'}
        </p>
      )}
    </div>
  );
  if (section.title === null) return grid;
  const title = interpolateText(section.title, section.variables, currentBuiltins(dashboardTitle)).text;
  const count = section.panels.length;
  return (
    <section className={classes.section} data-testid={testIds.dashboards.dashboardRow}>
      <div className={classes.rowHead}>
        <h2 className={classes.heading}>
          <UnstyledButton
            className={classes.toggle ?? ''}
            aria-expanded={open}
            aria-controls={gridId}
            onClick={() => dashboardsStore.getState().setRowOpen(storeKey, !open)}
          >
            <IconChevronDown
              className={classes.chevron}
              data-open={open || undefined}
              size={16}
              aria-hidden
            />
            <bdi>{title === '' ? 'Row' : title}</bdi>
            <span className={classes.count}>{count === 1 ? '1 panel' : `${count} panels`}</span>
          </UnstyledButton>
        </h2>
        {actions.isEditing && section.row !== null && <RowMenu row={section.row} actions={rowActions} />}
      </div>
      {grid}
    </section>
  );
}
