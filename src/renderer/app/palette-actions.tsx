import { Kbd } from '@mantine/core';
import type { SpotlightActionData } from '@mantine/spotlight';
import {
  IconBolt,
  IconBug,
  IconChartLine,
  IconClock,
  IconHandStop,
  IconInfoCircle,
  IconKeyboard,
  IconLayoutGrid,
  IconPlayerPause,
  IconPlus,
  IconRefresh,
  IconSunMoon,
  type TablerIcon,
} from '@tabler/icons-react';
import type { DashboardSummary } from '../../shared/domain/dashboard-library.ts';
import type { EnvironmentSummary } from '../../shared/domain/environment.ts';
import { COMMAND_NAMES, COMMANDS, type Command } from '../../shared/domain/shortcut.ts';
import { request } from '../ipc/client.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../ui/report-failure.ts';
import { PAGES } from './pages.ts';
import type { PaletteMetric } from './palette-metrics.ts';
import { commandHint } from './shortcuts/platform.ts';
import { runCommand } from './shortcuts/run-command.ts';

const MAX_METRICS = 12;
const MIN_QUERY = 2;

const ICONS: Readonly<Partial<Record<Command, TablerIcon>>> = {
  'add-endpoint': IconPlus,
  'toggle-pause': IconPlayerPause,
  'toggle-scraping': IconHandStop,
  'cycle-theme': IconSunMoon,
  'show-shortcuts': IconKeyboard,
  'show-about': IconInfoCircle,
  'report-problem': IconBug,
  refresh: IconRefresh,
};

interface PaletteContents {
  readonly environments: readonly EnvironmentSummary[];
  readonly dashboards: readonly DashboardSummary[];
  readonly metrics: readonly PaletteMetric[];
  readonly query: string;
}

interface PaletteGroup {
  readonly group: string;
  readonly actions: readonly SpotlightActionData[];
}

function ofCommand(command: Command): SpotlightActionData {
  const { label, group } = COMMANDS[command];
  const hint = commandHint(command);
  const Icon = ICONS[command] ?? (group === 'Time' ? IconClock : IconBolt);
  return {
    id: command,
    label,
    leftSection: <Icon size={18} />,
    rightSection: hint === '' ? null : <Kbd size="xs">{hint}</Kbd>,
    onClick: () => runCommand(command),
  };
}

/** Names that begin with what was typed come before those that only hold it. */
function matching(metrics: readonly PaletteMetric[], query: string): PaletteMetric[] {
  const wanted = query.trim().toLowerCase();
  if (wanted.length < MIN_QUERY) return [];
  const found = metrics.filter(({ name }) => name.toLowerCase().includes(wanted));
  const rank = ({ name }: PaletteMetric): number => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_METRICS);
}

/** What the palette offers, by groups. */
export function actionsOf({ environments, dashboards, metrics, query }: PaletteContents): PaletteGroup[] {
  return [
    {
      group: 'Pages',
      actions: PAGES.map(({ page, title, icon: Icon }) => ({
        ...ofCommand(`open-${page}`),
        label: title,
        leftSection: <Icon size={18} />,
      })),
    },
    {
      group: 'Metrics',
      actions: matching(metrics, query).map(({ name, help }) => ({
        id: `metric-${name}`,
        label: name,
        description: help,
        leftSection: <IconChartLine size={18} />,
        onClick: () => navigationStore.getState().openExplore(name),
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
    {
      group: 'Actions',
      actions: COMMAND_NAMES.filter((name) => !name.startsWith('open-')).map(ofCommand),
    },
  ];
}
