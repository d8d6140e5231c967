import {
  IconBell,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconServer2,
  IconSettings,
  IconTerminal2,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import { AlertsPage } from '../features/alerts/AlertsPage.tsx';
import { OverviewPage } from '../features/overview/OverviewPage.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { TargetsPage } from '../features/targets/TargetsPage.tsx';
import type { Page } from '../state/navigation-store.ts';

/** Its editor is half of the window's code, and not needed to show the first chart. */
const ExplorePage = lazy(async () => {
  const { ExplorePage: component } = await import('../features/explore/ExplorePage.tsx');
  return { default: component };
});

/** Not needed for the first chart either; its variables bring a regular expression engine. */
const DashboardsPage = lazy(async () => {
  const { DashboardsPage: component } = await import('../features/dashboards/DashboardsPage.tsx');
  return { default: component };
});

interface PageEntry {
  readonly page: Page;
  readonly title: string;
  readonly icon: TablerIcon;
  readonly component: ComponentType;
  /** Charts of the page follow the time range pickers. */
  readonly usesTimeRange: boolean;
}

/** The pages in the order of the navigation rail. */
export const PAGES: readonly PageEntry[] = [
  {
    page: 'overview',
    title: 'Overview',
    icon: IconLayoutDashboard,
    component: OverviewPage,
    usesTimeRange: true,
  },
  { page: 'explore', title: 'Explore', icon: IconTerminal2, component: ExplorePage, usesTimeRange: true },
  {
    page: 'dashboards',
    title: 'Dashboards',
    icon: IconLayoutGrid,
    component: DashboardsPage,
    usesTimeRange: true,
  },
  { page: 'alerts', title: 'Alerts', icon: IconBell, component: AlertsPage, usesTimeRange: true },
  { page: 'targets', title: 'Targets', icon: IconServer2, component: TargetsPage, usesTimeRange: false },
  { page: 'settings', title: 'Settings', icon: IconSettings, component: SettingsPage, usesTimeRange: false },
];
