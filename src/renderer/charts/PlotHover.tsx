import { type RefObject, useState } from 'react';
import { ChartOverlay, type Hover } from './ChartOverlay.tsx';
import { ChartTooltip } from './ChartTooltip.tsx';
import type { Geometry } from './geometry.ts';
import { tooltipAt } from './hover.ts';
import type { Plot } from './plot.ts';

interface PlotHoverProps {
  readonly plot: Plot;
  readonly areaRef: RefObject<Geometry | null>;
  readonly label: string;
  readonly onZoom: ((startMs: number, endMs: number) => void) | undefined;
  readonly onResetZoom: (() => void) | undefined;
}

const MAX_TOOLTIP_ROWS = 12;

/** Overlay and tooltip of a chart: what moves with the pointer, apart from what does not. */
export function PlotHover({ plot, areaRef, label, onZoom, onResetZoom }: PlotHoverProps) {
  const [hover, setHover] = useState<Hover | null>(null);
  const content =
    hover === null || areaRef.current === null
      ? null
      : tooltipAt(plot, areaRef.current, hover.timeMs, hover.plotY, MAX_TOOLTIP_ROWS);
  return (
    <>
      <ChartOverlay
        plot={plot}
        areaRef={areaRef}
        label={label}
        onHover={setHover}
        onZoom={onZoom}
        onResetZoom={onResetZoom}
      />
      {content !== null && hover !== null && (
        <ChartTooltip content={content} clientX={hover.clientX} clientY={hover.clientY} utc={plot.utc} />
      )}
    </>
  );
}
