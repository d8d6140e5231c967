import { IconLayoutGrid } from '@tabler/icons-react';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Panel } from '../../../ui/Panel.tsx';

interface DashboardsEmptyProps {
  readonly onImport: () => void;
  readonly onNew: () => void;
}

/** What a dashboard is for and how to get one. */
export function DashboardsEmpty({ onImport, onNew }: DashboardsEmptyProps) {
  return (
    <Panel testId="dashboards-empty">
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
          { label: 'Import from Grafana', variant: 'filled', onClick: onImport, testId: 'import-dashboard' },
          { label: 'New dashboard', onClick: onNew, testId: 'new-dashboard' },
        ]}
      />
    </Panel>
  );
}
