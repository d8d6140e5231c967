import { IconChartDots, IconPlugConnectedX, IconPlus } from '@tabler/icons-react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

const showTargets = {
  label: 'Show targets',
  onClick: () => navigationStore.getState().open('targets'),
} as const;

/** Why there are no metrics: no endpoint, none reached, or none scraped yet. */
export function OverviewEmpty({ targets }: { readonly targets: readonly TargetView[] }) {
  const servers = useEnvironment((state) => state.active?.servers) ?? [];
  const down = targets.filter(({ health }) => health === 'down');
  const [first] = down;
  const isAllDown = first !== undefined && down.length === targets.length;
  return (
    <Panel testId={testIds.overview.overviewEmpty}>
      {targets.length === 0 && servers.length > 0 ? (
        <EmptyState
          icon={IconChartDots}
          title="No metrics there"
          message="The server answers, and has no series at this time. Charts appear here once it has some."
          actions={[{ ...showTargets, label: 'Show the server' }]}
        />
      ) : targets.length === 0 ? (
        <EmptyState
          icon={IconPlus}
          title="No endpoints yet"
          message="Charts appear here as soon as an endpoint with metrics is added."
          actions={[
            {
              label: 'Add an endpoint',
              variant: 'filled',
              onClick: () => navigationStore.getState().openEndpointForm(),
            },
          ]}
        />
      ) : isAllDown ? (
        <EmptyState
          icon={IconPlugConnectedX}
          title={
            targets.length === 1 ? `${first.endpointName} is down` : `All ${targets.length} targets are down`
          }
          message={
            <>
              No metrics yet. {first.lastScrape?.failure?.message ?? 'The last scrape failed.'}{' '}
              {first.lastScrape?.failure?.remedy}
            </>
          }
          actions={[{ ...showTargets, variant: 'filled' }]}
        />
      ) : (
        <EmptyState
          icon={IconChartDots}
          title="Waiting for the first scrape…"
          message="Charts appear here by themselves once metrics came in."
          actions={[showTargets]}
        />
      )}
    </Panel>
  );
}
