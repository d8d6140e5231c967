import { CloseButton, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { METRIC_TYPES } from '../../../shared/domain/series.ts';
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

/** Search over all metrics by name and help, and by type. */
export function OverviewFilter({ familyCount }: { readonly familyCount: number }) {
  const search = useStore(overviewStore, (state) => state.search);
  const type = useStore(overviewStore, (state) => state.type);
  const { setSearch, setType } = overviewStore.getState();
  return (
    <search className={classes.filter}>
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        placeholder={`Filter ${familyCount} metrics by name or help`}
        aria-label="Filter metrics"
        data-testid="metric-filter"
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
        w={150}
        aria-label="Metric type"
        data-testid="metric-type"
        data={CHOICES}
        value={type}
        allowDeselect={false}
        onChange={(value) => setType((value ?? 'all') as TypeFilter)}
      />
    </search>
  );
}
