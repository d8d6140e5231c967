import { Button } from '@mantine/core';
import { memo, type ReactNode, useCallback, useRef, useState } from 'react';
import type { Unit } from '../lib/units.ts';
import classes from './Chart.module.css';
import { ChartCanvas } from './ChartCanvas.tsx';
import { ChartDataTable } from './ChartDataTable.tsx';
import type { Geometry } from './geometry.ts';
import { PlotHover } from './PlotHover.tsx';
import type { Plot } from './plot.ts';
import { useVisible } from './use-visible.ts';

export interface PlotViewProps {
  readonly plot: Plot | null;
  readonly title: string;
  /** One sentence on what is to be seen, for screen readers. */
  readonly summary: string;
  readonly unit: Unit;
  /** CSS pixels with everything in it: charts never change their size by themselves. */
  readonly height: number;
  /** What is shown belongs to another range or expression: it is dimmed until the new data is there. */
  readonly stale?: boolean;
  /** Stands in the middle where there is nothing to draw. */
  readonly message?: ReactNode;
  readonly legend?: ReactNode;
  readonly onZoom?: ((startMs: number, endMs: number) => void) | undefined;
  readonly onResetZoom?: (() => void) | undefined;
  readonly testId?: string;
}

/** A plot with its overlay, tooltip, legend and data table: what all charts have in common. */
export function PlotView(props: PlotViewProps) {
  const { plot, title, summary, unit, height, stale = false, message, legend, testId } = props;
  const [containerRef, visible] = useVisible<HTMLDivElement>();
  const areaRef = useRef<Geometry | null>(null);
  const [showsData, setShowsData] = useState(false);
  const handleDrawn = useCallback((area: Geometry) => {
    areaRef.current = area;
  }, []);
  return (
    <div ref={containerRef} className={classes.chart} style={{ height }} data-testid={testId}>
      <div className={classes.plot} data-stale={stale || undefined}>
        {plot !== null && (
          <>
            <ChartCanvas plot={plot} visible={visible} ariaLabel={summary} onDrawn={handleDrawn} />
            <PlotHover
              plot={plot}
              areaRef={areaRef}
              label={title}
              unit={unit}
              onZoom={props.onZoom}
              onResetZoom={props.onResetZoom}
            />
            {showsData && <ChartDataTable plot={plot} label={title} unit={unit} />}
            <DataToggle showsData={showsData} onToggle={setShowsData} />
          </>
        )}
        {message !== undefined && <div className={classes.message}>{message}</div>}
      </div>
      {legend}
    </div>
  );
}

interface DataToggleProps {
  readonly showsData: boolean;
  readonly onToggle: (showsData: boolean) => void;
}

/** Out of sight until it has the focus: the way to the numbers for those who can't see the chart. */
const DataToggle = memo(function DataToggle({ showsData, onToggle }: DataToggleProps) {
  return (
    <Button
      className={classes.dataToggle ?? ''}
      size="compact-xs"
      variant="default"
      aria-expanded={showsData}
      onClick={() => onToggle(!showsData)}
      data-testid="chart-show-data"
    >
      {showsData ? 'Show chart' : 'Show data'}
    </Button>
  );
});
