import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { ScrapeSummary } from '../../../shared/domain/target.ts';
import { formatMoment } from '../../lib/format.ts';
import { useSettings } from '../../state/settings-store.ts';
import classes from './FailureHistory.module.css';

interface FailureHistoryProps {
  readonly failures: readonly ScrapeSummary[];
  readonly nowMs: number;
}

/** The scrapes that failed lately, folded away until asked for. */
export function FailureHistory({ failures, nowMs }: FailureHistoryProps) {
  const [opened, setOpened] = useState(false);
  const utc = useSettings((state) => state.settings.utc);
  if (failures.length === 0) return null;
  return (
    <div className={classes.history}>
      <UnstyledButton
        className={classes.toggle ?? ''}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <IconChevronRight className={classes.chevron} size={14} aria-hidden />
        {failures.length === 1 ? '1 failed scrape' : `${failures.length} failed scrapes`}, last at{' '}
        {formatMoment(failures[0]?.atMs ?? 0, nowMs, utc)}
      </UnstyledButton>
      {opened && (
        <ol className={`${classes.list} numeric`}>
          {failures.map(({ atMs, failure }) => (
            <li key={atMs} className={classes.row}>
              <time dateTime={new Date(atMs).toISOString()}>{formatMoment(atMs, nowMs, utc)}</time>
              <span>{failure?.message}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
