import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowUpRight, IconBraces, IconDotsVertical } from '@tabler/icons-react';
import type { DataPanel, UnsupportedPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import type { PlacedPanel } from '../layout/layout.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { fillTarget } from '../query/plan-queries.ts';
import classes from './Panels.module.css';

interface PanelMenuProps {
  readonly placed: PlacedPanel;
  readonly title: string;
  readonly dashboardTitle: string;
  readonly onShowJson: (panel: DataPanel | UnsupportedPanel) => void;
}

/** What can be done with a panel: its queries in Explore, its JSON. */
export function PanelMenu({ placed, title, dashboardTitle, onShowJson }: PanelMenuProps) {
  const { panel, variables } = placed;
  const targets = panel.kind === 'unsupported' ? [] : panel.targets;
  const queries = targets.flatMap((target) =>
    target.kind === 'promql' && target.expr.trim() !== '' ? [target] : [],
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.menu ?? ''}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Menu of ${title === '' ? `panel ${panel.id}` : title}`}
          data-testid="panel-menu"
        >
          <IconDotsVertical size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {queries.map((target) => (
          <Menu.Item
            key={target.refId}
            leftSection={<IconArrowUpRight size={15} aria-hidden />}
            data-testid={`explore-${target.refId}`}
            onClick={() =>
              navigationStore
                .getState()
                .openExplore(fillTarget(target, variables, currentBuiltins(dashboardTitle)).expr)
            }
          >
            {queries.length === 1 ? 'Open in Explore' : `Open query ${target.refId} in Explore`}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconBraces size={15} aria-hidden />}
          onClick={() => onShowJson(panel)}
          data-testid="panel-json"
        >
          Show JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
