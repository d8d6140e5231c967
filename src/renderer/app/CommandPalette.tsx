import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { DashboardSummary } from '../../shared/domain/dashboard-library.ts';
import { request } from '../ipc/client.ts';
import { useEnvironment } from '../state/environment-store.ts';
import { actionsOf } from './palette-actions.tsx';
import { loadMetrics, type PaletteMetric } from './palette-metrics.ts';
import { noteRecent, readRecents } from './palette-recents.ts';

const SEARCH = 'Search pages, metrics and actions';

/** Ctrl+K: pages, dashboards, metrics, environments and actions by name; what was chosen last comes first. */
export function CommandPalette() {
  const environments = useEnvironment((state) => state.environments);
  const [query, setQuery] = useState('');
  const [recents, setRecents] = useState<readonly string[]>([]);
  const [dashboards, setDashboards] = useState<readonly DashboardSummary[]>([]);
  const [metrics, setMetrics] = useState<readonly PaletteMetric[]>([]);
  const load = (): void => {
    setRecents(readRecents());
    // Pages say what is wrong with their data; the palette has all its other groups.
    request('dashboards.list').then(
      (listed) => setDashboards(listed.filter(({ problem }) => problem === null)),
      () => setDashboards([]),
    );
    loadMetrics().then(setMetrics, () => setMetrics([]));
  };
  const groups = actionsOf({ environments, dashboards, metrics, query });
  const noted = groups.map(
    ({ group, actions }): SpotlightActionGroupData => ({ group, actions: actions.map(noting) }),
  );
  const all = new Map(noted.flatMap(({ actions }) => actions).map((action) => [action.id, action]));
  const recent = recents.flatMap((id): SpotlightActionData[] => {
    const action = all.get(id);
    return action === undefined ? [] : [{ ...action, id: `recent-${id}` }];
  });
  const shown: SpotlightActionGroupData[] =
    query.trim() === '' ? [{ group: 'Recent', actions: recent }, ...noted] : noted;
  return (
    <Spotlight
      actions={shown.filter(({ actions }) => actions.length > 0)}
      onSpotlightOpen={load}
      query={query}
      onQueryChange={setQuery}
      // The keys are in the table of shortcuts.
      shortcut={null}
      // Its top stays where it is, however much is found.
      centered={false}
      yOffset={88}
      highlightQuery
      scrollable
      maxHeight={420}
      // A part that scrolls must be reached by keys too.
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Results', role: 'group' } }}
      nothingFound="Nothing of that name"
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: SEARCH,
        'aria-label': SEARCH,
        rightSection: <Kbd size="xs">Esc</Kbd>,
      }}
    />
  );
}

function noting(action: SpotlightActionData): SpotlightActionData {
  return {
    ...action,
    onClick: (event) => {
      noteRecent(action.id);
      action.onClick?.(event);
    },
  };
}
