import { IconLayoutGrid } from '@tabler/icons-react';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Panel } from '../../../ui/Panel.tsx';

/** What a dashboard is for and how to get one. */
export function DashboardsEmpty({ onImport }: { readonly onImport: () => void }) {
  return (
    <Panel testId="dashboards-empty">
      <EmptyState
        icon={IconLayoutGrid}
        title="Import a Grafana dashboard"
        message={
          <>
            Drop a dashboard’s .json file here, or paste its JSON. It is kept in this environment, as a file
            that can be shared with it. The Overview page needs no dashboard.
          </>
        }
        actions={[{ label: 'Import', variant: 'filled', onClick: onImport, testId: 'import-dashboard' }]}
      />
    </Panel>
  );
}
