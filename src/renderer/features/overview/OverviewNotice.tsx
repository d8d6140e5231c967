import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import classes from './Overview.module.css';

/** One line above the charts where some of their targets are down. */
export function OverviewNotice({ targets }: { readonly targets: readonly TargetView[] }) {
  const down = targets.filter(({ health }) => health === 'down');
  const [first] = down;
  if (first === undefined) return null;
  return (
    <div className={classes.notice} role="status" data-testid={testIds.overview.overviewPartial}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {down.length === 1
          ? `${first.endpointName} is down: ${first.lastScrape?.failure?.message ?? 'its last scrape failed.'}`
          : `${down.length} of ${targets.length} targets are down: their lines end where they were last seen.`}
      </span>
      <ShowTargets />
    </div>
  );
}

function ShowTargets() {
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      underline="always"
      c="var(--sx-text)"
      onClick={() => navigationStore.getState().open('targets')}
    >
      Show targets
    </Anchor>
  );
}
