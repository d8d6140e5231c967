import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { DashboardView } from './DashboardView.tsx';
import { dashboardsStore } from './dashboards-store.ts';
import { DashboardList } from './library/DashboardList.tsx';

/** The environment's dashboards: their list, or the one that is open. */
export function DashboardsPage() {
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  const focus = useNavigation((state) => state.focus);
  useEffect(() => {
    if (focus === null) return;
    dashboardsStore.getState().openDashboard(environmentId, focus);
    // Taken: the same dashboard can be asked for again.
    navigationStore.getState().open('dashboards');
  }, [focus, environmentId]);
  const openId = useStore(dashboardsStore, (state) => state.open[environmentId]);
  return openId === undefined ? (
    <DashboardList environmentId={environmentId} />
  ) : (
    <DashboardView key={openId} environmentId={environmentId} id={openId} />
  );
}
