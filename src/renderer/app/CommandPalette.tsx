import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconLayoutGrid, IconPlayerPause, IconPlus, IconSearch, IconSunMoon } from '@tabler/icons-react';
import { useState } from 'react';
import type { DashboardSummary } from '../../shared/domain/dashboard-library.ts';
import { request } from '../ipc/client.ts';
import { useEnvironment } from '../state/environment-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { settingsStore } from '../state/settings-store.ts';
import { timeRangeStore } from '../state/time-range-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../ui/report-failure.ts';
import { PAGES } from './pages.ts';

function toggleColorScheme(): void {
  const { settings, update } = settingsStore.getState();
  const colorScheme = settings.colorScheme === 'light' ? 'dark' : 'light';
  update({ colorScheme }).catch(reportFailure('The setting could not be saved'));
}

const ACTIONS: readonly SpotlightActionData[] = [
  {
    id: 'add-endpoint',
    label: 'Add an endpoint',
    description: 'URL, credential, test, save',
    leftSection: <IconPlus size={18} />,
    onClick: () => navigationStore.getState().openEndpointForm(),
  },
  {
    id: 'toggle-pause',
    label: 'Pause or resume live charts',
    leftSection: <IconPlayerPause size={18} />,
    onClick: () => timeRangeStore.getState().togglePaused(),
  },
  {
    id: 'toggle-color-scheme',
    label: 'Switch between dark and light',
    leftSection: <IconSunMoon size={18} />,
    onClick: toggleColorScheme,
  },
];

/** Ctrl+K: pages, dashboards, environments and actions by name. */
export function CommandPalette() {
  const environments = useEnvironment((state) => state.environments);
  const [dashboards, setDashboards] = useState<readonly DashboardSummary[]>([]);
  const loadDashboards = (): void => {
    request('dashboards.list').then(
      (listed) => setDashboards(listed.filter(({ problem }) => problem === null)),
      // The page says what is wrong with them; the palette has all its other groups.
      () => setDashboards([]),
    );
  };
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Pages',
      actions: PAGES.map(({ page, title, icon: Icon }) => ({
        id: `page-${page}`,
        label: title,
        leftSection: <Icon size={18} />,
        onClick: () => navigationStore.getState().open(page),
      })),
    },
    {
      group: 'Dashboards',
      actions: dashboards.map(({ id, title, tags }) => ({
        id: `dashboard-${id}`,
        label: title,
        description: tags.slice(0, 4).join(', '),
        leftSection: <IconLayoutGrid size={18} />,
        onClick: () => navigationStore.getState().open('dashboards', id),
      })),
    },
    { group: 'Actions', actions: [...ACTIONS] },
    {
      group: 'Environments',
      actions: environments
        .filter((environment) => !environment.active)
        .map(({ id, name, kind }) => ({
          id: `environment-${id}`,
          label: `Open ${name}`,
          description: ENVIRONMENT_KIND_NAMES[kind],
          leftSection: <EnvironmentIcon kind={kind} size={18} />,
          onClick: () => {
            request('environments.activate', { id }).catch(reportFailure(`${name} could not be opened`));
          },
        })),
    },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      onSpotlightOpen={loadDashboards}
      shortcut={['mod + K', 'mod + shift + P']}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="Nothing of that name"
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Search pages and actions',
        'aria-label': 'Search',
      }}
    />
  );
}
