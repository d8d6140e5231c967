import { Drawer, Skeleton } from '@mantine/core';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { breakdownLabels, breakdownPanel, seriesNamesOf } from './breakdown-panel.ts';
import type { MetricFamily } from './metric-families.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';
import { PanelTile } from './PanelTile.tsx';

/** One metric grouped by each of its labels in turn: which of them tells its series apart is seen at a glance. */
export function BreakdownDrawer() {
  const family = useStore(overviewStore, (state) => state.brokenDown);
  // Who comes back to the page begins with the page.
  useEffect(() => () => overviewStore.setState({ brokenDown: null }), []);
  return (
    <Drawer
      opened={family !== null}
      onClose={() => overviewStore.setState({ brokenDown: null })}
      position="right"
      size="min(1100px, 90vw)"
      title={<code className={classes.metricName}>{family?.seriesName}</code>}
      data-testid={testIds.overview.breakdown}
    >
      {family !== null && <Breakdown key={family.name} family={family} />}
    </Drawer>
  );
}

function Breakdown({ family }: { readonly family: MetricFamily }) {
  const { data, error } = useLiveData(
    () =>
      request('engine.listLabelNames', {
        selectors: seriesNamesOf(family).map((name) => `{__name__=${JSON.stringify(name)}}`),
        range: { from: 'now-15m', to: 'now' },
      }),
    'metadata',
  );
  if (data === null) {
    return error === null ? (
      <Skeleton height={200} radius="lg" role="status" aria-label="Loading the labels" />
    ) : (
      <ErrorState title="The labels can’t be listed" message={error.message} />
    );
  }
  const labels = breakdownLabels(data);
  return (
    <>
      <p className={classes.found}>
        {family.type}
        {family.help !== '' && ` · ${family.help}`}
      </p>
      {labels.length === 0 ? (
        <p className={classes.found}>Its series have no labels to group them by.</p>
      ) : (
        <div className={classes.grid}>
          {labels.map((label) => (
            <PanelTile key={label} spec={breakdownPanel(family, label)} />
          ))}
        </div>
      )}
    </>
  );
}
