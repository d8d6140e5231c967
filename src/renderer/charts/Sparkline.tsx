import { useEffect, useRef } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { columnStats } from './column-stats.ts';
import { drawLines } from './draw-lines.ts';
import { cancelDraw, scheduleDraw } from './frame-scheduler.ts';
import type { Plot, PlotColors } from './plot.ts';
import classes from './Sparkline.module.css';

interface SparklineProps {
  readonly values: Float64Array;
  readonly present: Uint8Array | null;
  readonly color: string;
  readonly colors: PlotColors;
}

/** A line without axes, for tiles: the shape alone. */
export function Sparkline({ values, present, color, colors }: SparklineProps) {
  const canvasRef = useRef<HTMLCanvasElement | null>(null);
  const latest = useRef({ values, present, color, colors });
  latest.current = { values, present, color, colors };
  const draw = useRef(() => {
    const canvas = canvasRef.current;
    const ctx = canvas?.getContext('2d');
    if (canvas === null || ctx === null || ctx === undefined) return;
    const ratio = window.devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    ctx.scale(ratio, ratio);
    const plot = sparkPlot(latest.current);
    if (plot !== null) drawLines(ctx, plot, { left: 1, right: width - 1, top: 3, bottom: height - 1 });
    canvas.dataset.pointCount = String(latest.current.values.length);
  }).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new values are what is drawn for
  useEffect(() => scheduleDraw(draw), [draw, values, color]);
  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => scheduleDraw(draw));
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      cancelDraw(draw);
    };
  }, [draw]);
  return (
    <canvas
      ref={canvasRef}
      className={classes.sparkline}
      aria-hidden
      data-testid={testIds.charts.sparkline}
    />
  );
}

function sparkPlot({ values, present, color, colors }: SparklineProps): Plot | null {
  const { min, max } = columnStats(values, present);
  if (Number.isNaN(min)) return null;
  // A flat line lies in the middle, not on the edge.
  const room = max === min ? Math.abs(max) * 0.5 || 1 : (max - min) * 0.15;
  return {
    kind: 'lines',
    startMs: 0,
    endMs: Math.max(1, values.length - 1),
    stepMs: 1,
    count: values.length,
    series: [{ key: '', name: '', values, present, color, dash: [] }],
    stacked: null,
    heatmap: null,
    overlays: [],
    states: null,
    area: true,
    y: { min: min - room, max: max + room * 0.5, scale: 'linear', unit: 'none', ticks: [] },
    yRight: null,
    connectSteps: 0,
    thresholds: [],
    regions: [],
    gaps: [],
    marks: [],
    colors,
    utc: true,
  };
}
