import type { DeepLink } from '../../../shared/domain/deep-link.ts';
import { dashboardsStore } from '../../features/dashboards/dashboards-store.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';

/** Shows what a link asks for: its environment, page, range, queries or dashboard. Changes nothing else. */
export async function openDeepLink(link: DeepLink): Promise<void> {
  const { page, environmentId, dashboardId, queries, range, variables } = link;
  if (environmentId !== null && environmentId !== environmentStore.getState().active?.id) {
    await request('environments.activate', { id: environmentId });
    await environmentStore.getState().load();
  }
  if (range !== null) timeRangeStore.getState().setRange(range);
  const shown = environmentStore.getState().active?.id ?? '';
  if (dashboardId !== null) {
    for (const [name, values] of variables) {
      dashboardsStore.getState().choose(`${shown}/${dashboardId}`, name, values);
    }
  }
  const navigation = navigationStore.getState();
  if (queries.length > 0) navigation.openExplore(queries);
  else navigation.open(page, dashboardId);
}
