import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconPlayerPause, IconPlus, IconSearch, IconSunMoon } from '@tabler/icons-react';
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

/** Ctrl+K: pages, environments and actions by name. */
export function CommandPalette() {
  const environments = useEnvironment((state) => state.environments);
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
