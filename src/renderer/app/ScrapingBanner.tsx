import { Button } from '@mantine/core';
import { IconClockPause, IconMoon, IconPlayerPause, IconWifiOff } from '@tabler/icons-react';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { testIds } from '../../shared/test-ids.ts';
import { formatAge } from '../lib/format.ts';
import { useEngine } from '../state/engine-store.ts';
import { selectLateMs, useEnvironment } from '../state/environment-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { Banner } from '../ui/Banner.tsx';
import { setScrapingPaused } from './scraping.ts';

type Kind = 'offline' | 'asleep' | 'paused' | 'stale';

const ICONS = {
  offline: IconWifiOff,
  asleep: IconMoon,
  paused: IconPlayerPause,
  stale: IconClockPause,
} as const;

const TITLES: Readonly<Record<Kind, string>> = {
  offline: 'This computer has no network',
  asleep: 'The computer is asleep',
  paused: 'Scraping is paused',
  stale: 'No new samples',
};

const REMEDIES: Readonly<Record<Kind, string>> = {
  offline: 'No target can be reached; scraping goes on by itself when the network is back.',
  asleep: 'Scraping goes on by itself when it is awake.',
  paused: 'Nothing is asked of any target, and rules see no new samples, until you let it go on.',
  stale: 'The charts show the past until a target answers.',
};

/** What keeps samples from coming, null where they come: the engine's own reason, else their age. */
function kindOf({ interrupted }: EngineStatus, ageMs: number | null, lateMs: number): Kind | null {
  return interrupted ?? (ageMs !== null && ageMs > lateMs ? 'stale' : null);
}

/** Says over the page why no samples come, and how old the last one is. */
export function ScrapingBanner() {
  const status = useEngine((state) => state.status);
  const lateMs = useEnvironment(selectLateMs);
  if (status === null || status.targetsTotal === 0) return null;
  const ageMs = status.lastSampleAtMs === null ? null : Math.max(0, status.nowMs - status.lastSampleAtMs);
  const kind = kindOf(status, ageMs, lateMs);
  if (kind === null) return null;
  return (
    <Banner
      icon={ICONS[kind]}
      title={TITLES[kind]}
      role="status"
      state={kind}
      testId={testIds.shell.scrapingBanner}
      action={
        kind === 'paused' ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setScrapingPaused(false)}
            data-testid={testIds.shell.scrapingResume}
          >
            Resume scraping
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => navigationStore.getState().open('targets')}
          >
            Show targets
          </Button>
        )
      }
    >
      {REMEDIES[kind]} {/* The age ticks: a screen reader would read it out each second. */}
      <span aria-hidden className="numeric">
        {ageMs === null ? 'No sample came yet.' : `Last sample ${formatAge(ageMs)} ago.`}
      </span>
    </Banner>
  );
}
