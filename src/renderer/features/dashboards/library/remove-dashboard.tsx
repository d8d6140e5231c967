import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { dashboardsStore } from '../dashboards-store.ts';

/** Moves a dashboard to the trash and offers to take it back. */
export function removeDashboard(environmentId: string, id: string, title: string): void {
  request('dashboards.remove', { id }).then(({ trashName }) => {
    const { showList, changed } = dashboardsStore.getState();
    showList(environmentId);
    changed();
    const noticeId = notifications.show({
      autoClose: 12_000,
      message: (
        <span data-testid={testIds.dashboards.dashboardRemoved}>
          <bdi>{title}</bdi> removed.{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            data-testid={testIds.dashboards.dashboardUndo}
            onClick={() => {
              notifications.hide(noticeId);
              request('dashboards.restore', { trashName }).then(
                () => dashboardsStore.getState().changed(),
                reportFailure('The dashboard could not be taken back'),
              );
            }}
          >
            Undo
          </Anchor>
        </span>
      ),
    });
  }, reportFailure('The dashboard could not be removed'));
}
