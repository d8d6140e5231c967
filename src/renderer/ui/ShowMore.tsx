import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import classes from './ShowMore.module.css';

interface ShowMoreProps {
  /** How many are not shown. */
  readonly left: number;
  /** How many more a click shows. */
  readonly step: number;
  /** What they are, as in "12 more rules". */
  readonly noun: string;
  readonly onMore: () => void;
  readonly testId?: TestId;
}

/** The end of a list that is not shown whole: how much is left, and a button for the next part. */
export function ShowMore({ left, step, noun, onMore, testId }: ShowMoreProps) {
  if (left <= 0) return null;
  return (
    <div className={classes.more} data-testid={testId}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconChevronDown size={14} aria-hidden />}
        onClick={onMore}
      >
        {left <= step
          ? `Show ${left.toLocaleString('en')} more ${noun}`
          : `Show ${step} of ${left.toLocaleString('en')} more ${noun}`}
      </Button>
    </div>
  );
}

/**
 * The beginning of a long list and the way to its next part. `kept` is a place that is shown in any case, as what another
 * page points to; -1 for none.
 */
export function useBeginning<T>(
  all: readonly T[],
  step: number,
  kept = -1,
): { readonly shown: readonly T[]; readonly left: number; readonly more: () => void } {
  const [count, setCount] = useState(step);
  const most = Math.max(count, kept + 1);
  return {
    shown: all.length <= most ? all : all.slice(0, most),
    left: Math.max(0, all.length - most),
    more: () => setCount(most + step),
  };
}
