import { Button } from '@mantine/core';
import { testIds } from '../../shared/test-ids.ts';
import { formatTimeOfDay } from '../lib/format-time.ts';
import classes from './Chart.module.css';

interface EmptyRangeProps {
  /** Said where nothing is zoomed into. */
  readonly message: string;
  /** What is shown, ms UTC. */
  readonly startMs: number;
  readonly endMs: number;
  readonly utc: boolean;
  readonly onLeaveZoom: (() => void) | null;
}

/** Why a chart is empty: after zooming into a part without samples, with the way out of it. */
export function EmptyRange({ message, startMs, endMs, utc, onLeaveZoom }: EmptyRangeProps) {
  if (onLeaveZoom === null) return message;
  // Milliseconds tell nothing here.
  const at = (ms: number): string => formatTimeOfDay(Math.floor(ms / 1_000) * 1_000, utc);
  return (
    <>
      <span className="numeric">
        No samples between {at(startMs)} and {at(endMs)}
      </span>
      <Button
        className={classes.leaveZoom ?? ''}
        variant="default"
        size="xs"
        onClick={onLeaveZoom}
        data-testid={testIds.charts.resetZoom}
      >
        Reset zoom
      </Button>
    </>
  );
}
