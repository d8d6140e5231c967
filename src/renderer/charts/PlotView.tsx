import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { RangeResult } from '../../shared/domain/query.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { rangeToCsv, rangeToJson } from '../lib/result-text.ts';
import type { Unit } from '../lib/units.ts';
import classes from './Chart.module.css';
import { ChartCanvas } from './ChartCanvas.tsx';
import { ChartDataTable } from './ChartDataTable.tsx';
import { ChartMenu } from './ChartMenu.tsx';
import { copyPicture, copyText } from './copy-chart.ts';
import { EmptyRange } from './EmptyRange.tsx';
import type { Geometry } from './geometry.ts';
import { requestNote } from './note-request.ts';
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
  /** Said in the middle where `result` holds nothing to draw. */
  readonly emptyMessage?: string | null;
  /** Leaves the part of time that is zoomed into; null where none is. */
  readonly onLeaveZoom?: (() => void) | null | undefined;
  readonly utc: boolean;
  readonly legend?: ReactNode;
  /** What the plot was made from, for copies; null where there is nothing to copy but the picture. */
  readonly result?: RangeResult | null;
  /** The expressions behind it. */
  readonly exprs?: readonly string[] | undefined;
  readonly onZoom?: ((startMs: number, endMs: number) => void) | undefined;
  readonly onResetZoom?: (() => void) | undefined;
  readonly testId?: TestId;
}

/** A plot with its overlay, tooltip, legend and data table: what all charts have in common. */
export function PlotView(props: PlotViewProps) {
  const { plot, title, summary, unit, height, stale = false, legend, testId } = props;
  const { emptyMessage = null, result = null } = props;
  const [containerRef, visible] = useVisible<HTMLDivElement>();
  const areaRef = useRef<Geometry | null>(null);
  const [showsData, setShowsData] = useState(false);
  const handleDrawn = useCallback((area: Geometry) => {
    areaRef.current = area;
  }, []);
  const shownRef = useRef(props);
  shownRef.current = props;
  const hasResult = result !== null;
  const hasExprs = (props.exprs?.length ?? 0) > 0;
  // Live data renders the chart with each refresh, but not its menu.
  const actions = useMemo(
    () => ({
      toggleData: () => setShowsData((before) => !before),
      picture: () => {
        const canvas = canvasOf(containerRef.current);
        const { plot: shown, title: name } = shownRef.current;
        if (canvas !== null && shown !== null) copyPicture(canvas, name, shown.colors);
      },
      text: (what: string, write: (result: RangeResult) => string) => () => {
        const { result: shown } = shownRef.current;
        if (shown !== undefined && shown !== null) copyText(what, write(shown));
      },
      // The pointer is on the menu by now: the note is of the end of what is shown.
      note: () => requestNote(Math.min(Date.now(), shownRef.current.plot?.endMs ?? Infinity)),
      promql: () => copyText('PromQL', (shownRef.current.exprs ?? []).join('\n')),
    }),
    [containerRef],
  );
  const copyCsv = useMemo(() => actions.text('CSV', rangeToCsv), [actions]);
  const copyJson = useMemo(() => actions.text('JSON', rangeToJson), [actions]);
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
              onZoom={props.onZoom}
              onResetZoom={props.onResetZoom}
            />
            {showsData && <ChartDataTable plot={plot} label={title} unit={unit} />}
            <ChartMenu
              title={title}
              showsData={showsData}
              onToggleData={actions.toggleData}
              onNote={actions.note}
              onCopyPicture={actions.picture}
              onCopyCsv={hasResult ? copyCsv : null}
              onCopyJson={hasResult ? copyJson : null}
              onCopyPromql={hasExprs ? actions.promql : null}
            />
          </>
        )}
        {emptyMessage !== null && result !== null && (
          <div className={classes.message}>
            <EmptyRange
              message={emptyMessage}
              startMs={result.startMs}
              endMs={result.endMs}
              utc={props.utc}
              onLeaveZoom={props.onLeaveZoom ?? null}
            />
          </div>
        )}
      </div>
      {legend}
    </div>
  );
}

function canvasOf(container: HTMLElement | null): HTMLCanvasElement | null {
  return container?.querySelector('canvas[data-point-count]') ?? null;
}
