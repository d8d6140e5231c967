import { IconLayoutGrid } from '@tabler/icons-react';
import { testIds } from '../../../../shared/test-ids.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Panel } from '../../../ui/Panel.tsx';

interface DashboardsEmptyProps {
  readonly onImport: () => void;
  readonly onNew: () => void;
}

/** What a dashboard is for and how to get one. */
export function DashboardsEmpty({ onImport, onNew }: DashboardsEmptyProps) {
  return (
    <Panel testId={testIds.dashboards.dashboardsEmpty}>
      <EmptyState
        icon={IconLayoutGrid}
        title="No dashboards yet"
        message={
          <>
            Make one of your own, or drop a Grafana dashboard’s .json file here. It is kept in this
            environment, as a file that can be shared with it. The Overview page needs no dashboard.
          </>
        }
        actions={[
          {
            label: 'Import from Grafana',
            variant: 'filled',
            onClick: onImport,
            testId: testIds.dashboards.importDashboard,
          },
          { label: 'New dashboard', onClick: onNew, testId: testIds.dashboards.newDashboard },
        ]}
      />
    </Panel>
  );
}
