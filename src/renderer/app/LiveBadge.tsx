import { Tooltip, UnstyledButton } from '@mantine/core';
import { testIds } from '../../shared/test-ids.ts';
import { selectIsLive, timeRangeStore, useTimeRange } from '../state/time-range-store.ts';
import classes from './LiveBadge.module.css';

/** Says whether charts follow now; a click pauses and resumes. */
export function LiveBadge() {
  const live = useTimeRange(selectIsLive);
  const paused = useTimeRange((state) => state.paused);
  const text = live ? 'LIVE' : paused ? 'PAUSED' : 'FIXED';
  return (
    <Tooltip label={paused ? 'Resume (Space)' : live ? 'Pause (Space)' : 'The range does not follow now'}>
      <UnstyledButton
        className={classes.badge ?? ''}
        data-live={live || undefined}
        data-testid={testIds.shell.liveBadge}
        aria-pressed={paused}
        aria-label={live ? 'Live. Pause' : paused ? 'Paused. Resume' : 'Fixed range. Pause'}
        onClick={() => timeRangeStore.getState().togglePaused()}
      >
        <span className={classes.dot} aria-hidden />
        {text}
      </UnstyledButton>
    </Tooltip>
  );
}
