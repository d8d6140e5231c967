import { Button } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import { Banner } from '../../ui/Banner.tsx';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';

/** Lines of one query in a graph: more are neither told apart nor drawn in time. */
export const MAX_DRAWN = 100;

/** Says that a graph draws only a part of what was answered; nothing where it draws all. `counts`: series of each answer. */
export function DrawnPart({ counts }: { readonly counts: readonly number[] }) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const drawn = counts.reduce((sum, count) => sum + Math.min(count, MAX_DRAWN), 0);
  if (drawn === all) return null;
  return (
    <div className={classes.failedQuery}>
      <Banner
        icon={IconChartLine}
        title={`${drawn.toLocaleString('en')} of ${all.toLocaleString('en')} series are drawn`}
        role="status"
        isInset
        testId={testIds.explore.drawnPart}
        action={
          <Button size="compact-xs" variant="default" onClick={() => exploreStore.getState().setTab('table')}>
            All in the table
          </Button>
        }
      >
        Those with the largest sums; sum by, topk or a filter says which you want.
      </Banner>
    </div>
  );
}
