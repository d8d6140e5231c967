import { Portal } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { formatDateTime } from '../lib/format-time.ts';
import { formatAlike, type Unit } from '../lib/units.ts';
import classes from './Chart.module.css';
import type { TooltipContent } from './hover.ts';

interface ChartTooltipProps {
  readonly content: TooltipContent;
  readonly clientX: number;
  readonly clientY: number;
  readonly unit: Unit;
  readonly utc: boolean;
}

const POINTER_GAP_PX = 16;
const EDGE_PX = 8;

/** Values at a time beside the pointer, above everything else and kept within the window. */
export function ChartTooltip(props: ChartTooltipProps) {
  return (
    <Portal>
      <TooltipCard {...props} />
    </Portal>
  );
}

function TooltipCard({ content, clientX, clientY, unit, utc }: ChartTooltipProps) {
  const ref = useRef<HTMLDivElement | null>(null);
  const largest = Math.max(...content.rows.map(({ value }) => Math.abs(value)).filter(Number.isFinite));
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const fitsRight = clientX + POINTER_GAP_PX + width + EDGE_PX <= window.innerWidth;
    const left = fitsRight ? clientX + POINTER_GAP_PX : clientX - POINTER_GAP_PX - width;
    const top = Math.min(clientY + POINTER_GAP_PX / 2, window.innerHeight - height - EDGE_PX);
    element.style.transform = `translate(${Math.round(Math.max(EDGE_PX, left))}px, ${Math.round(Math.max(EDGE_PX, top))}px)`;
  });
  return (
    <div ref={ref} className={classes.tooltip} role="tooltip" data-testid="chart-tooltip">
      <div className={classes.tooltipTime}>{formatDateTime(content.timeMs, utc)}</div>
      {content.rows.map(({ key, name, color, value, nearest }) => (
        <div key={key} className={classes.tooltipRow} data-nearest={nearest || undefined}>
          <span className={classes.dot} style={{ background: color }} />
          <bdi className={classes.tooltipName}>{name}</bdi>
          <span className={classes.tooltipValue}>{formatAlike(value, largest, unit)}</span>
        </div>
      ))}
      {content.rows.length === 0 && <div className={classes.tooltipMore}>No value here</div>}
      {content.hidden > 0 && <div className={classes.tooltipMore}>{content.hidden} more</div>}
    </div>
  );
}
