import { Anchor } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { testIds } from '../../../../shared/test-ids.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import type { PlacedPanel } from '../layout/layout.ts';
import { currentBuiltins } from '../query/current-builtins.ts';
import { activeTargets, fillTarget } from '../query/plan-queries.ts';
import classes from './NotDrawn.module.css';

interface NotDrawnProps {
  readonly placed: PlacedPanel;
  /** The end of a sentence that starts with the panel's type. */
  readonly reason: string;
  readonly dashboardTitle: string;
}

/** Stands in place of a panel that can't be drawn: its type, the reason, and the queries that can be opened. */
export function NotDrawn({ placed, reason, dashboardTitle }: NotDrawnProps) {
  const { panel, variables } = placed;
  const type = panel.kind === 'unsupported' ? panel.type : panel.kind;
  const queries =
    panel.kind === 'unsupported'
      ? []
      : activeTargets(panel).map((target) => fillTarget(target, variables, currentBuiltins(dashboardTitle)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.notDrawn} tabIndex={0} data-testid={testIds.dashboards.panelNotDrawn}>
      <IconPhotoOff size={20} stroke={1.5} aria-hidden />
      <p>
        Panel type <bdi>{type === '' ? 'unknown' : type}</bdi> isn’t drawn: {reason}.
      </p>
      {queries.map(({ refId, expr }) => (
        <Anchor
          key={refId}
          component="button"
          type="button"
          className={classes.query ?? ''}
          title="Open in Explore"
          onClick={() => navigationStore.getState().openExplore(expr)}
        >
          <code>{expr}</code>
        </Anchor>
      ))}
    </div>
  );
}
