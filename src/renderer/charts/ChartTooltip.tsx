import { Portal } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { formatDateTime } from '../lib/format-time.ts';
import { formatAlike } from '../lib/units.ts';
import classes from './ChartTooltip.module.css';
import type { TooltipContent, TooltipRow } from './hover.ts';

interface ChartTooltipProps {
  readonly content: TooltipContent;
  readonly clientX: number;
  readonly clientY: number;
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

/** The value in the unit of its axis, alike with the others on it. */
function valueText(row: TooltipRow, rows: readonly TooltipRow[]): string {
  if (row.text !== undefined) return row.text;
  const alike = rows.filter(({ unit }) => unit === row.unit).map(({ value }) => Math.abs(value));
  return formatAlike(row.value, Math.max(0, ...alike.filter(Number.isFinite)), row.unit);
}

function TooltipCard({ content, clientX, clientY, utc }: ChartTooltipProps) {
  const ref = useRef<HTMLDivElement | null>(null);
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
    <div ref={ref} className={classes.tooltip} role="tooltip" data-testid={testIds.charts.chartTooltip}>
      <div className={classes.tooltipTime}>{formatDateTime(content.timeMs, utc)}</div>
      {content.rows.map((row) => (
        <div key={row.key} className={classes.tooltipRow} data-nearest={row.nearest || undefined}>
          <span className={classes.dot} style={{ background: row.color }} />
          <bdi className={classes.tooltipName}>{row.name}</bdi>
          <span className={classes.tooltipValue}>{valueText(row, content.rows)}</span>
        </div>
      ))}
      {content.notes.map((note) => (
        <div key={note} className={classes.tooltipNote}>
          <bdi>{note}</bdi>
        </div>
      ))}
      {content.rows.length === 0 && content.notes.length === 0 && (
        <div className={classes.tooltipMore}>No value here</div>
      )}
      {content.hidden > 0 && <div className={classes.tooltipMore}>{content.hidden} more</div>}
    </div>
  );
}
