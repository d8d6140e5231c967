import { Skeleton } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { movePanel } from '../../../shared/dashboards/edit/edit-panels.ts';
import type { GridPanel } from '../../../shared/dashboards/edit/groups.ts';
import type { StoredDashboard } from '../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../shared/test-ids.ts';
import type { Region } from '../../charts/plot.ts';
import { request } from '../../ipc/client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AnnotationsBar } from './annotations/AnnotationsBar.tsx';
import { DashboardMarks } from './annotations/dashboard-marks.ts';
import { DashboardHeader } from './DashboardHeader.tsx';
import { DashboardSection } from './DashboardSection.tsx';
import classes from './Dashboards.module.css';
import { annotationsOf, choicesOf, dashboardsStore } from './dashboards-store.ts';
import { editStore } from './edit/edit-store.ts';
import { type PanelActions, panelActions } from './edit/panel-actions.tsx';
import type { RowActions } from './edit/RowMenu.tsx';
import { useGridDrag } from './edit/use-grid-drag.ts';
import { PanelEditor } from './editor/PanelEditor.tsx';
import { layOut } from './layout/layout.ts';
import { DashboardLinks } from './links/DashboardLinks.tsx';
import { PanelJson } from './PanelJson.tsx';
import { useLoaded } from './use-loaded.ts';
import { useVariables } from './variables/use-variables.ts';
import { VariablesBar } from './variables/VariablesBar.tsx';

interface DashboardViewProps {
  readonly environmentId: string;
  readonly id: string;
}

/** An open dashboard. */
export function DashboardView({ environmentId, id }: DashboardViewProps) {
  const revision = useStore(dashboardsStore, (state) => state.revision);
  const { data, error } = useLoaded(`${environmentId}/${id}/${revision}`, () =>
    request('dashboards.get', { id }),
  );
  if (error !== null) {
    return (
      <Panel testId={testIds.dashboards.dashboardFailed}>
        <ErrorState
          title="The dashboard can’t be shown"
          message={error.message}
          action={{
            label: 'All dashboards',
            onClick: () => dashboardsStore.getState().showList(environmentId),
          }}
        />
      </Panel>
    );
  }
  if (data === null)
    return <Skeleton height={300} radius="lg" role="status" aria-label="Loading the dashboard" />;
  return <Opened environmentId={environmentId} stored={data} />;
}

interface OpenedProps {
  readonly environmentId: string;
  readonly stored: StoredDashboard;
}

function Opened({ environmentId, stored }: OpenedProps) {
  const { id } = stored;
  const key = `${environmentId}/${id}`;
  const draft = useStore(editStore, (state) => state.drafts[key]);
  const edited = useStore(editStore, (state) => state.editedPanels[key]);
  const dashboard = draft?.present ?? stored.dashboard;
  const choices = useStore(dashboardsStore, (state) => choicesOf(state, key));
  const variables = useVariables(dashboard, choices);
  const chosenAnnotations = useStore(dashboardsStore, (state) => annotationsOf(state, key));
  const [marksByName, setMarksByName] = useState<Readonly<Record<string, readonly Region[]>>>({});
  const takeMarks = useCallback(
    (name: string, marks: readonly Region[]) => setMarksByName((before) => ({ ...before, [name]: marks })),
    [],
  );
  const marks = useMemo(() => Object.values(marksByName).flat(), [marksByName]);
  const isEditing = draft !== undefined;
  const { drag, grab } = useGridDrag(({ panelId, to }) =>
    editStore.getState().apply(key, stored.dashboard, (before) => movePanel(before, panelId, to)),
  );
  const shown = useMemo(
    () => (drag === null ? dashboard : movePanel(dashboard, drag.panelId, drag.to)),
    [dashboard, drag],
  );
  const sections = useMemo(
    () => layOut(shown, variables.filled, !isEditing),
    [shown, variables.filled, isEditing],
  );
  const [shownJson, setShownJson] = useState<GridPanel | null>(null);
  const draggedId = drag?.panelId ?? null;
  const actions = useMemo<PanelActions>(
    () => ({ ...panelActions(key, stored.dashboard), isEditing, draggedId, grab, showJson: setShownJson }),
    [key, stored.dashboard, isEditing, draggedId, grab],
  );
  const rowActions = useMemo<RowActions>(
    () => ({
      variables: dashboard.variables.map(({ name }) => name),
      change: (change) => editStore.getState().apply(key, stored.dashboard, change),
      undo: () => editStore.getState().undo(key),
    }),
    [dashboard.variables, key, stored.dashboard],
  );
  if (edited !== undefined && variables.resolved !== null) {
    return (
      <PanelEditor
        storeKey={key}
        edited={edited}
        base={stored.dashboard}
        dashboard={dashboard}
        variables={variables.filled}
      />
    );
  }
  return (
    <div
      className={classes.page}
      data-testid={testIds.dashboards.dashboard}
      data-editing={isEditing || undefined}
    >
      <DashboardHeader environmentId={environmentId} stored={stored} storeKey={key} draft={draft} />
      <VariablesBar
        resolved={variables.resolved}
        error={variables.error}
        onChoose={(name, values) => dashboardsStore.getState().choose(key, name, values)}
      />
      {variables.resolved !== null && (
        <AnnotationsBar
          dashboard={dashboard}
          variables={variables.filled}
          chosen={chosenAnnotations}
          onChoose={(name, shown) => dashboardsStore.getState().showAnnotation(key, name, shown)}
          onMarks={takeMarks}
        />
      )}
      <DashboardLinks environmentId={environmentId} dashboard={dashboard} variables={variables.filled} />
      {dashboard.panels.length === 0 && (
        <Panel>
          <EmptyState
            icon={IconLayoutGrid}
            title="No panels"
            message={
              isEditing
                ? 'Add a panel: a chart, a figure, a table, a text.'
                : 'This dashboard holds no panel yet; edit it to add some.'
            }
          />
        </Panel>
      )}
      {/* Panels before their variables have values would ask for nothing and show it. */}
      <DashboardMarks value={marks}>
        {variables.resolved !== null &&
          dashboard.panels.length > 0 &&
          sections.map((section) => (
            <DashboardSection
              key={section.key}
              storeKey={`${key}/${section.key}`}
              section={section}
              dashboardTitle={dashboard.title}
              actions={actions}
              rowActions={rowActions}
            />
          ))}
      </DashboardMarks>
      <PanelJson panel={shownJson} onClose={() => setShownJson(null)} />
    </div>
  );
}
