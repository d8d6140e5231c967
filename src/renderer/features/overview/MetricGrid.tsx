import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { useVisible } from '../../charts/use-visible.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { breakdownPanel, seriesNamesOf } from './breakdown-panel.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';
import { PanelTile } from './PanelTile.tsx';
import type { PanelSpec } from './panel-spec.ts';

/** Tiles that are added when the end of the grid comes into view. */
const PAGE_SIZE = 48;

/** The metrics that have a label; null while that is asked for, and where no label is chosen. */
function useNamesWith(label: string | null): ReadonlySet<string> | null {
  const { data } = useLiveData(
    async () => {
      if (label === null) return null;
      const { rows } = await request('engine.queryInstant', {
        // In quotes, any name is a label's.
        expr: `count by (${METRIC_NAME_LABEL}) ({${JSON.stringify(label)}!=""})`,
        atMs: null,
        supersedeKey: null,
      });
      return { label, names: new Set(rows.map(({ labels }) => labelValue(labels, METRIC_NAME_LABEL))) };
    },
    'metadata',
    label ?? '',
  );
  return data !== null && data.label === label ? data.names : null;
}

interface MetricGridProps {
  /** What the search found. */
  readonly found: readonly PanelSpec[];
  /** Each metric is grouped by it, and metrics without it are left out; null for none. */
  readonly label: string | null;
}

/** Small multiples: a tile for each metric, or for each that has a label, grouped by it. */
export function MetricGrid({ found, label }: MetricGridProps) {
  const names = useNamesWith(label);
  const panels = useMemo(() => {
    if (label === null) return found;
    if (names === null) return null;
    return found.flatMap((panel) => {
      const { family } = panel;
      if (family === undefined || !seriesNamesOf(family).some((name) => names.has(name))) return [];
      return [{ ...breakdownPanel(family, label), title: panel.title }];
    });
  }, [found, label, names]);
  if (panels === null) {
    return <p className={classes.found}>Looking for metrics with the label {label}…</p>;
  }
  if (panels.length === 0) return <NothingFound label={label} />;
  return <Tiles key={`${label}/${panels.length}`} panels={panels} label={label} />;
}

function Tiles({ panels, label }: { readonly panels: readonly PanelSpec[]; readonly label: string | null }) {
  const [count, setCount] = useState(PAGE_SIZE);
  const [end, isEndInView] = useVisible<HTMLDivElement>();
  const left = panels.length - count;
  useEffect(() => {
    if (isEndInView && left > 0 && typeof IntersectionObserver !== 'undefined') {
      setCount((before) => before + PAGE_SIZE);
    }
  }, [isEndInView, left]);
  return (
    <section
      className={classes.section}
      aria-label="Metrics found"
      data-testid={testIds.overview.metricsFound}
    >
      <p className={classes.found} role="status">
        {panels.length === 1 ? '1 metric' : `${panels.length.toLocaleString('en')} metrics`}
        {label !== null && ` with the label ${label}, grouped by it`}
      </p>
      <div className={`${classes.grid} ${classes.small}`}>
        {panels.slice(0, count).map((panel) => (
          <PanelTile key={panel.id} spec={panel} isSmall />
        ))}
      </div>
      <div ref={end} className={classes.end}>
        {left > 0 && (
          <Button variant="default" size="xs" onClick={() => setCount(count + PAGE_SIZE)}>
            Show {Math.min(left, PAGE_SIZE)} more
          </Button>
        )}
      </div>
    </section>
  );
}

function NothingFound({ label }: { readonly label: string | null }) {
  return (
    <Panel>
      <EmptyState
        icon={IconSearchOff}
        title={label === null ? 'No metric matches' : `No metric that matches has the label ${label}`}
        message="Words are looked for in names and help texts; all of them must be there."
        actions={[{ label: 'Clear the filter', onClick: () => overviewStore.getState().clearFilter() }]}
      />
    </Panel>
  );
}
