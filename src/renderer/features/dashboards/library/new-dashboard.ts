import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { dashboardsStore } from '../dashboards-store.ts';
import { editStore } from '../edit/edit-store.ts';

const EMPTY = { panels: [], schemaVersion: 41, time: { from: 'now-1h', to: 'now' }, title: 'New dashboard' };

/** Makes a dashboard without panels and opens it to be edited. */
export function createDashboard(environmentId: string): void {
  request('dashboards.save', { id: null, text: JSON.stringify(EMPTY), message: '', base: null }).then(
    ({ id, dashboard }) => {
      editStore.getState().begin(`${environmentId}/${id}`, dashboard);
      dashboardsStore.getState().changed();
      dashboardsStore.getState().openDashboard(environmentId, id);
    },
    reportFailure('The dashboard could not be made'),
  );
}
