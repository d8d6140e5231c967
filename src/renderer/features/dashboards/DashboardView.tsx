import { Skeleton } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { StoredDashboard } from '../../../shared/domain/dashboard-library.ts';
import type { DataPanel, UnsupportedPanel } from '../../../shared/domain/dashboard-panel.ts';
import { request } from '../../ipc/client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DashboardHeader } from './DashboardHeader.tsx';
import { DashboardSection } from './DashboardSection.tsx';
import classes from './Dashboards.module.css';
import { choicesOf, dashboardsStore } from './dashboards-store.ts';
import { layOut } from './layout/layout.ts';
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
      <Panel testId="dashboard-failed">
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
  if (data === null) return <Skeleton height={300} radius="lg" aria-label="Loading the dashboard" />;
  return <Opened environmentId={environmentId} stored={data} />;
}

interface OpenedProps {
  readonly environmentId: string;
  readonly stored: StoredDashboard;
}

function Opened({ environmentId, stored }: OpenedProps) {
  const { id, dashboard } = stored;
  const key = `${environmentId}/${id}`;
  const choices = useStore(dashboardsStore, (state) => choicesOf(state, key));
  const variables = useVariables(dashboard, choices);
  const sections = useMemo(() => layOut(dashboard, variables.filled), [dashboard, variables.filled]);
  const [shownJson, setShownJson] = useState<DataPanel | UnsupportedPanel | null>(null);
  return (
    <div className={classes.page} data-testid="dashboard">
      <DashboardHeader environmentId={environmentId} stored={stored} />
      <VariablesBar
        resolved={variables.resolved}
        error={variables.error}
        onChoose={(name, values) => dashboardsStore.getState().choose(key, name, values)}
      />
      {sections.length === 0 && (
        <Panel>
          <EmptyState
            icon={IconLayoutGrid}
            title="No panels"
            message="This dashboard’s file holds no panel."
          />
        </Panel>
      )}
      {/* Panels before their variables have values would ask for nothing and show it. */}
      {variables.resolved !== null &&
        sections.map((section) => (
          <DashboardSection
            key={section.key}
            storeKey={`${key}/${section.key}`}
            section={section}
            dashboardTitle={dashboard.title}
            onShowJson={setShownJson}
          />
        ))}
      <PanelJson panel={shownJson} onClose={() => setShownJson(null)} />
    </div>
  );
}
