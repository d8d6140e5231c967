import { CloseButton, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { METRIC_TYPES } from '../../../shared/domain/series.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import { breakdownLabels } from './breakdown-panel.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';

type TypeFilter = ReturnType<typeof overviewStore.getState>['type'];

const TYPE_NAMES: Readonly<Record<TypeFilter, string>> = {
  all: 'All types',
  counter: 'Counters',
  gauge: 'Gauges',
  histogram: 'Histograms',
  gaugehistogram: 'Gauge histograms',
  summary: 'Summaries',
  info: 'Info',
  stateset: 'State sets',
  unknown: 'Unknown',
};
const CHOICES = (['all', ...METRIC_TYPES] as const).map((value) => ({ value, label: TYPE_NAMES[value] }));

const VIEWS = [
  { value: 'sections', label: 'Sections' },
  { value: 'metrics', label: 'All metrics' },
];

const listLabels = () =>
  request('engine.listLabelNames', { selectors: [], range: { from: 'now-15m', to: 'now' } });

/** What is shown of all metrics: by section or side by side, found by name and help, by type, grouped by a label. */
export function OverviewFilter({ familyCount }: { readonly familyCount: number }) {
  const { view, search, type, label } = useStore(overviewStore);
  const { setSearch, setType } = overviewStore.getState();
  const { data: labels } = useLiveData(listLabels, 'metadata');
  const isFiltered = search.trim() !== '' || type !== 'all' || label !== null;
  return (
    <search className={classes.filter}>
      <SegmentedControl
        size="xs"
        data={VIEWS}
        // A filter leaves metrics side by side.
        value={isFiltered ? 'metrics' : view}
        aria-label="Arrange metrics"
        data-testid={testIds.overview.overviewView}
        onChange={(value) => {
          const chosen = value === 'metrics' ? 'metrics' : 'sections';
          if (chosen === 'sections') overviewStore.getState().clearFilter();
          overviewStore.setState({ view: chosen });
        }}
      />
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        placeholder={`Filter ${familyCount} metrics by name or help`}
        aria-label="Filter metrics"
        data-testid={testIds.overview.metricFilter}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          search === '' ? null : (
            <CloseButton size="sm" aria-label="Clear the filter" onClick={() => setSearch('')} />
          )
        }
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setSearch('');
        }}
      />
      <Select
        size="xs"
        w={140}
        aria-label="Metric type"
        data-testid={testIds.overview.metricType}
        data={CHOICES}
        value={type}
        allowDeselect={false}
        onChange={(value) => setType((value ?? 'all') as TypeFilter)}
      />
      <Select
        size="xs"
        w={190}
        aria-label="Group by label"
        placeholder="Group by label"
        data-testid={testIds.overview.metricLabel}
        data={breakdownLabels(labels ?? [])}
        value={label}
        searchable
        clearable
        nothingFoundMessage="No such label"
        onChange={(value) => overviewStore.setState({ label: value })}
      />
    </search>
  );
}
