import { Skeleton } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { request } from '../../ipc/client.ts';
import { engineStore } from '../../state/engine-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BreakdownDrawer } from './BreakdownDrawer.tsx';
import { loadOverview } from './load-overview.ts';
import { MetricGrid } from './MetricGrid.tsx';
import classes from './Overview.module.css';
import { OverviewEmpty } from './OverviewEmpty.tsx';
import { OverviewFilter } from './OverviewFilter.tsx';
import { OverviewNotice } from './OverviewNotice.tsx';
import { OverviewSection } from './OverviewSection.tsx';
import { OverviewStat } from './OverviewStat.tsx';
import { filterPanels, type OverviewModel } from './overview-model.ts';
import { overviewStore } from './overview-store.ts';
import { PANEL_HEIGHT } from './PanelTile.tsx';

const listTargets = () => request('engine.listTargets');

/** Charts of whatever the environment's endpoints expose, without configuration. */
export function OverviewPage() {
  const overview = useLiveData(loadOverview, 'metadata');
  const targets = useLiveData(listTargets, 'targets');
  if (overview.error !== null && overview.data === null) {
    return (
      <Panel>
        <ErrorState
          title="The metrics can’t be listed"
          message={overview.error.message}
          action={{ label: 'Try again', onClick: () => engineStore.getState().invalidate(['metadata']) }}
        />
      </Panel>
    );
  }
  if (overview.loading && overview.data === null) return <OverviewSkeleton />;
  if (overview.data === null) return <OverviewEmpty targets={targets.data ?? []} />;
  return (
    <div className={classes.page}>
      <OverviewNotice targets={targets.data ?? []} />
      <div className={classes.stats}>
        {overview.data.stats.map((stat) => (
          <OverviewStat key={stat.id} spec={stat} />
        ))}
      </div>
      <OverviewFilter familyCount={overview.data.families.length} />
      <OverviewPanels model={overview.data} />
      <BreakdownDrawer />
    </div>
  );
}

function OverviewPanels({ model }: { readonly model: OverviewModel }) {
  const search = useDeferredValue(useStore(overviewStore, (state) => state.search));
  const type = useStore(overviewStore, (state) => state.type);
  const label = useStore(overviewStore, (state) => state.label);
  const view = useStore(overviewStore, (state) => state.view);
  const found = useMemo(() => filterPanels(model.families, search, type), [model, search, type]);
  if (view === 'sections' && search.trim() === '' && type === 'all' && label === null) {
    return model.sections.map((section) => <OverviewSection key={section.id} section={section} />);
  }
  return <MetricGrid found={found} label={label} />;
}

const STATS = ['a', 'b', 'c', 'd'];
const PANELS = ['a', 'b', 'c', 'd', 'e'];

/** Placeholders of the panels' own sizes: nothing jumps when the data is there. */
function OverviewSkeleton() {
  return (
    <div className={classes.page} role="status" aria-label="Loading the overview">
      <div className={classes.stats}>
        {STATS.map((key) => (
          <Skeleton key={key} height={84} radius="lg" />
        ))}
      </div>
      <Skeleton height={30} width={430} radius="md" />
      <div className={classes.section}>
        <div className={classes.rows}>
          {PANELS.map((key, i) => (
            <div
              key={key}
              className={classes.cell}
              data-wide={i === 0 || undefined}
              style={{ height: PANEL_HEIGHT + 62 }}
            >
              <Skeleton radius="lg" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
