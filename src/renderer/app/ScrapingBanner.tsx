import { Anchor } from '@mantine/core';
import { IconClockPause, IconMoon, IconWifiOff } from '@tabler/icons-react';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { testIds } from '../../shared/test-ids.ts';
import { formatAge } from '../lib/format.ts';
import { useEngine } from '../state/engine-store.ts';
import { selectLateMs, useEnvironment } from '../state/environment-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import classes from './StorageBanner.module.css';

type Kind = 'offline' | 'paused' | 'stale';

const ICONS = { offline: IconWifiOff, paused: IconMoon, stale: IconClockPause } as const;

const TITLES: Readonly<Record<Kind, string>> = {
  offline: 'This computer has no network',
  paused: 'Scraping is paused',
  stale: 'No new samples',
};

const REMEDIES: Readonly<Record<Kind, string>> = {
  offline: 'No target can be reached; scraping goes on by itself when the network is back.',
  paused: 'It goes on when the computer is awake and the pause is over.',
  stale: 'The charts show the past until a target answers.',
};

/** What keeps samples from coming, null where they come: the engine's own reason, else their age. */
function kindOf({ interrupted }: EngineStatus, ageMs: number | null, lateMs: number): Kind | null {
  if (interrupted === 'offline') return 'offline';
  if (interrupted === 'paused' || interrupted === 'asleep') return 'paused';
  return ageMs !== null && ageMs > lateMs ? 'stale' : null;
}

/** Says over the page why no samples come, and how old the last one is. */
export function ScrapingBanner() {
  const status = useEngine((state) => state.status);
  const lateMs = useEnvironment(selectLateMs);
  if (status === null || status.targetsTotal === 0) return null;
  const ageMs = status.lastSampleAtMs === null ? null : Math.max(0, status.nowMs - status.lastSampleAtMs);
  const kind = kindOf(status, ageMs, lateMs);
  if (kind === null) return null;
  const Icon = ICONS[kind];
  return (
    <div
      className={`${classes.banner} numeric`}
      role="status"
      data-testid={testIds.shell.scrapingBanner}
      data-state={kind}
    >
      <Icon size={16} aria-hidden className={classes.icon ?? ''} />
      <div className={classes.text}>
        <strong>{TITLES[kind]}.</strong> {REMEDIES[kind]}{' '}
        {/* The age ticks: a screen reader would read it out each second. */}
        <span aria-hidden>
          {ageMs === null ? 'No sample came yet.' : `Last sample ${formatAge(ageMs)} ago.`}
        </span>
      </div>
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
    </div>
  );
}
