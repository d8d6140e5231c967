import { Anchor, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import {
  type FilledVariables,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { Dashboard, DashboardLink } from '../../../../shared/domain/dashboard.ts';
import type { DashboardSummary } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { dashboardsStore } from '../dashboards-store.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { fillLink } from './fill-link.ts';
import classes from './Links.module.css';

interface DashboardLinksProps {
  readonly environmentId: string;
  readonly dashboard: Dashboard;
  readonly variables: FilledVariables;
}

/** The links that a dashboard's author put above its panels: to addresses, and to dashboards with the same tags. */
export function DashboardLinks({ environmentId, dashboard, variables }: DashboardLinksProps) {
  const fill = (text: string): string =>
    interpolateText(text, variables, currentBuiltins(dashboard.title)).text;
  const shown = dashboard.links.flatMap((link) => {
    const key = `${link.title}/${link.url ?? ''}/${link.tags?.join() ?? ''}`;
    if (link.kind === 'dashboards') {
      return [<TaggedDashboards key={key} link={link} environmentId={environmentId} />];
    }
    const href = fillLink(link.url ?? '', null, fill);
    if (href === null) return [];
    return [
      <Anchor
        key={key}
        className={classes.link ?? ''}
        href={href}
        target="_blank"
        rel="noreferrer"
        title={link.tooltip ?? href}
      >
        <bdi>{fill(link.title) || href}</bdi> <IconExternalLink size={13} aria-hidden />
      </Anchor>,
    ];
  });
  if (shown.length === 0) return null;
  return (
    <nav
      className={classes.links}
      aria-label="Links of the dashboard"
      data-testid={testIds.dashboards.dashboardLinks}
    >
      {shown}
    </nav>
  );
}

interface TaggedDashboardsProps {
  readonly link: DashboardLink;
  readonly environmentId: string;
}

function TaggedDashboards({ link, environmentId }: TaggedDashboardsProps) {
  const [found, setFound] = useState<readonly DashboardSummary[]>([]);
  const tags = link.tags ?? [];
  const load = (): void => {
    request('dashboards.list').then(
      (all) =>
        setFound(all.filter((one) => one.problem === null && tags.every((tag) => one.tags.includes(tag)))),
      reportFailure('The dashboards could not be listed'),
    );
  };
  return (
    <Menu position="bottom-start" onOpen={load}>
      <Menu.Target>
        <UnstyledButton className={classes.link ?? ''}>
          <bdi>{link.title || tags.join(', ') || 'Dashboards'}</bdi> <IconChevronDown size={13} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {found.length === 0 && <Menu.Label>No dashboard has these tags</Menu.Label>}
        {found.map(({ id, title }) => (
          <Menu.Item key={id} onClick={() => dashboardsStore.getState().openDashboard(environmentId, id)}>
            <bdi>{title}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
