import { Anchor } from '@mantine/core';
import { IconAlertTriangle, IconClockPause } from '@tabler/icons-react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge } from '../../lib/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import classes from './Overview.module.css';

/** Scrapes late by more than this many intervals make what is shown old. */
const LATE_INTERVALS = 4;

/** One line above the charts where they don't show all, or not the present. */
export function OverviewNotice({ targets }: { readonly targets: readonly TargetView[] }) {
  const status = useEngine((state) => state.status);
  const intervalMs = useEnvironment(selectScrapeIntervalMs);
  const down = targets.filter(({ health }) => health === 'down');
  const ageMs = status?.lastSampleAtMs == null ? null : status.nowMs - status.lastSampleAtMs;
  if (ageMs !== null && ageMs > LATE_INTERVALS * intervalMs) {
    return (
      <div className={classes.notice} role="status" data-testid={testIds.overview.overviewStale}>
        <IconClockPause size={16} aria-hidden />
        <span>The last sample is {formatAge(ageMs)} old: the charts show the past.</span>
        <ShowTargets />
      </div>
    );
  }
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
