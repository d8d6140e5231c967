import { useEffect } from 'react';
import { useStore } from 'zustand';
import { onEvent } from '../../ipc/client.ts';
import { dropStore } from '../../state/drop-store.ts';
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
  // An import may have replaced the environment, its dashboards with it.
  useEffect(() => onEvent('environments.changed', dashboardsStore.getState().changed), []);
  // Its preview is the list's: an open dashboard stays as it is behind it.
  const dropped = useStore(dropStore, ({ dropped: file }) => file?.kind === 'dashboard');
  useEffect(() => {
    if (dropped) dashboardsStore.getState().showList(environmentId);
  }, [dropped, environmentId]);
  const openId = useStore(dashboardsStore, (state) => state.open[environmentId]);
  return openId === undefined ? (
    <DashboardList environmentId={environmentId} />
  ) : (
    <DashboardView key={openId} environmentId={environmentId} id={openId} />
  );
}
