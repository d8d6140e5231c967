import { Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import type { AxisScale } from '../../charts/axis-scale.ts';
import { PinMenu } from '../../pinning/PinMenu.tsx';
import { CopyMenu } from './CopyMenu.tsx';
import classes from './Explore.module.css';
import { explorePanel } from './explore-panel.ts';
import { exploreStore, type GraphStyle, type ResultTab } from './explore-store.ts';
import { resultFormats } from './result-formats.ts';
import type { ShownQuery } from './use-shown-queries.ts';

const TABS: { value: ResultTab; label: string }[] = [
  { value: 'graph', label: 'Graph' },
  { value: 'table', label: 'Table' },
  { value: 'heatmap', label: 'Heatmap' },
  { value: 'raw', label: 'Raw' },
  { value: 'explain', label: 'Explain' },
];

const STYLES: { value: GraphStyle; label: string }[] = [
  { value: 'lines', label: 'Lines' },
  { value: 'stack', label: 'Stacked' },
  { value: 'points', label: 'Points' },
];

const SCALES: { value: AxisScale; label: string }[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'log10', label: 'Log 10' },
  { value: 'log2', label: 'Log 2' },
  { value: 'symlog', label: 'Symlog' },
];

/** How the result is shown, and copies of it. */
export function ResultBar({ shown }: { readonly shown: readonly ShownQuery[] }) {
  const tab = useStore(exploreStore, (state) => state.tab);
  const style = useStore(exploreStore, (state) => state.style);
  const scale = useStore(exploreStore, (state) => state.scale);
  const band = useStore(exploreStore, (state) => state.band);
  const exemplars = useStore(exploreStore, (state) => state.exemplars);
  const panel = explorePanel(shown, tab);
  const queries = useStore(exploreStore, (state) => state.queries);
  const store = exploreStore.getState();
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        data={TABS}
        value={tab}
        aria-label="Result as"
        onChange={(value) => store.setTab(value as ResultTab)}
      />
      {tab === 'graph' && (
        <>
          <SegmentedControl
            size="xs"
            data={STYLES}
            value={style}
            aria-label="Graph style"
            onChange={(value) => store.setStyle(value as GraphStyle)}
          />
          <Select
            size="xs"
            w={96}
            data={SCALES}
            value={scale}
            allowDeselect={false}
            aria-label="Scale of the value axis"
            onChange={(value) => store.setScale((value ?? 'linear') as AxisScale)}
            data-testid={testIds.explore.graphScale}
          />
          <Checkbox
            size="xs"
            label="Min–max"
            title="Also draws the least and greatest value within each step, so that no spike is lost"
            checked={band}
            onChange={() => store.toggleBand()}
            data-testid={testIds.explore.graphBand}
          />
          <Checkbox
            size="xs"
            label="Exemplars"
            title="Single observations that the service named with a sample, usually by their trace"
            checked={exemplars}
            onChange={() => store.toggleExemplars()}
            data-testid={testIds.explore.graphExemplars}
          />
        </>
      )}
      <div className={classes.barEnd}>
        {panel !== null && <PinMenu panel={panel} />}
        <CopyMenu
          formats={tab === 'explain' ? null : resultFormats(shown, tab)}
          exprs={queries.map(({ expr }) => expr).filter((expr) => expr !== '')}
        />
      </div>
    </div>
  );
}
