import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowUpRight,
  IconBraces,
  IconCopyPlus,
  IconDotsVertical,
  IconExternalLink,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { chosenMatchers } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import { interpolateText } from '../../../../shared/dashboards/variables/interpolate.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import type { PanelActions } from '../edit/panel-actions.tsx';
import type { PlacedPanel } from '../layout/layout.ts';
import { fillLink } from '../links/fill-link.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { fillTarget } from '../query/plan-queries.ts';
import { filterExprs } from '../query/use-filtered-plan.ts';
import classes from './Panels.module.css';

interface PanelMenuProps {
  readonly placed: PlacedPanel;
  readonly title: string;
  readonly dashboardTitle: string;
  readonly actions: PanelActions;
}

/** What can be done with a panel: edit it, its queries in Explore, its JSON, a second one, away with it. */
export function PanelMenu({ placed, title, dashboardTitle, actions }: PanelMenuProps) {
  const { panel, variables } = placed;
  const targets = panel.kind === 'unsupported' ? [] : panel.targets;
  const queries = targets.flatMap((target) =>
    target.kind === 'promql' && target.expr.trim() !== '' ? [target] : [],
  );
  const openInExplore = (expr: string): void => {
    filterExprs([expr], chosenMatchers(variables)).then(
      ([filtered]) => navigationStore.getState().openExplore(filtered ?? expr),
      reportFailure('The query could not be opened'),
    );
  };
  const fill = (text: string): string =>
    interpolateText(text, variables, currentBuiltins(dashboardTitle)).text;
  const links = (panel.kind === 'unsupported' ? [] : (panel.links ?? [])).flatMap((link) => {
    const href = fillLink(link.url ?? '', null, fill);
    return href === null ? [] : [{ href, name: fill(link.title ?? '') || href }];
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.menu ?? ''}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Menu of ${title === '' ? `panel ${panel.id}` : title}`}
          data-testid={testIds.dashboards.panelMenu}
        >
          <IconDotsVertical size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {panel.kind !== 'unsupported' && (
          <Menu.Item
            leftSection={<IconPencil size={15} aria-hidden />}
            onClick={() => actions.edit(panel.id)}
            data-testid={testIds.dashboards.panelEdit}
          >
            Edit
          </Menu.Item>
        )}
        {queries.map((target) => (
          <Menu.Item
            key={target.refId}
            leftSection={<IconArrowUpRight size={15} aria-hidden />}
            data-testid={testIds.dashboards.explore(target.refId)}
            onClick={() => openInExplore(fillTarget(target, variables, currentBuiltins(dashboardTitle)).expr)}
          >
            {queries.length === 1 ? 'Open in Explore' : `Open query ${target.refId} in Explore`}
          </Menu.Item>
        ))}
        {links.map(({ href, name }) => (
          <Menu.Item
            key={href}
            component="a"
            href={href}
            target="_blank"
            rel="noreferrer"
            leftSection={<IconExternalLink size={15} aria-hidden />}
          >
            <bdi>{name}</bdi>
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconBraces size={15} aria-hidden />}
          onClick={() => actions.showJson(panel)}
          data-testid={testIds.dashboards.panelJson}
        >
          Show JSON
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopyPlus size={15} aria-hidden />}
          onClick={() => actions.duplicate(panel.id)}
          data-testid={testIds.dashboards.panelDuplicate}
        >
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => actions.remove(panel.id, title === '' ? `Panel ${panel.id}` : title)}
          data-testid={testIds.dashboards.panelRemove}
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
