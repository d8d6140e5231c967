import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { Banner } from '../../ui/Banner.tsx';

/** One line above the charts where some of their targets are down. */
export function OverviewNotice({ targets }: { readonly targets: readonly TargetView[] }) {
  const down = targets.filter(({ health }) => health === 'down');
  const [first] = down;
  if (first === undefined) return null;
  return (
    <Banner
      icon={IconAlertTriangle}
      role="status"
      isInset
      testId={testIds.overview.overviewPartial}
      action={
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => navigationStore.getState().open('targets')}
        >
          Show targets
        </Button>
      }
    >
      {down.length === 1
        ? `${first.endpointName} is down: ${first.lastScrape?.failure?.message ?? 'its last scrape failed.'}`
        : `${down.length} of ${targets.length} targets are down: their lines end where they were last seen.`}
    </Banner>
  );
}
