import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { formatDateTime } from '../lib/format-time.ts';
import classes from './Chart.module.css';
import { getCrosshair, onCrosshair, setCrosshair } from './crosshair.ts';
import { drawOverlay } from './draw-overlay.ts';
import { cancelDraw, scheduleDraw } from './frame-scheduler.ts';
import { type Geometry, timeToX, xToTime } from './geometry.ts';
import { requestNote } from './note-request.ts';
import type { Plot } from './plot.ts';

/** Where the pointer (or the keyboard's line) stands over a chart; client coordinates, CSS pixels. */
export interface Hover {
  readonly timeMs: number;
  readonly clientX: number;
  readonly clientY: number;
  /** From the canvas' top; null when moved by keys. */
  readonly plotY: number | null;
}

interface ChartOverlayProps {
  readonly plot: Plot;
  readonly areaRef: RefObject<Geometry | null>;
  readonly label: string;
  readonly onHover: (hover: Hover | null) => void;
  readonly onZoom: ((startMs: number, endMs: number) => void) | undefined;
  readonly onResetZoom: (() => void) | undefined;
}

/** A drag shorter than this is a click, CSS pixels. */
const MIN_DRAG_PX = 5;

/**
 * The layer above a chart that answers pointer and keys: shared time line, drag to zoom, drag with Shift to pan, double
 * click to go back.
 */
export function ChartOverlay({ plot, areaRef, label, onHover, onZoom, onResetZoom }: ChartOverlayProps) {
  const id = useId();
  const canvasRef = useRef<HTMLCanvasElement | null>(null);
  const dragRef = useRef<readonly [number, number] | null>(null);
  /** Where a drag that moves the range began. */
  const panRef = useRef<number | null>(null);
  const plotRef = useRef(plot);
  plotRef.current = plot;
  const draw = useRef(() => {
    const canvas = canvasRef.current;
    const area = areaRef.current;
    if (canvas === null || area === null) return;
    const crosshair = getCrosshair();
    drawOverlay(canvas, plotRef.current, area, {
      timeMs: crosshair?.timeMs ?? null,
      hovered: crosshair?.sourceId === id,
      drag: dragRef.current,
    });
  }).current;

  useEffect(() => {
    const unsubscribe = onCrosshair(() => scheduleDraw(draw));
    return () => {
      unsubscribe();
      cancelDraw(draw);
      if (getCrosshair()?.sourceId === id) setCrosshair(null);
    };
  }, [draw, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new data may move what is marked
  useEffect(() => {
    if (getCrosshair() !== null) scheduleDraw(draw);
  }, [draw, plot]);

  const localX = (event: PointerEvent): number => {
    const area = areaRef.current as Geometry;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(area.right, Math.max(area.left, x));
  };
  const leave = (): void => {
    if (dragRef.current !== null || panRef.current !== null) return;
    setCrosshair(null);
    onHover(null);
  };
  const move = (event: PointerEvent): void => {
    const area = areaRef.current;
    if (area === null) return;
    const x = localX(event);
    if (dragRef.current !== null) dragRef.current = [dragRef.current[0], x];
    const timeMs = xToTime(plot, area, x);
    setCrosshair({ timeMs, sourceId: id });
    onHover({
      timeMs,
      clientX: event.clientX,
      clientY: event.clientY,
      plotY: event.clientY - event.currentTarget.getBoundingClientRect().top,
    });
  };
  const release = (event: PointerEvent): void => {
    const drag = dragRef.current;
    const pan = panRef.current;
    const area = areaRef.current;
    dragRef.current = null;
    panRef.current = null;
    if (pan !== null && area !== null) {
      const byMs = xToTime(plot, area, pan) - xToTime(plot, area, localX(event));
      if (Math.abs(localX(event) - pan) >= MIN_DRAG_PX) onZoom?.(plot.startMs + byMs, plot.endMs + byMs);
      return;
    }
    scheduleDraw(draw);
    if (drag === null || area === null) return;
    const [from, to] = [Math.min(drag[0], localX(event)), Math.max(drag[0], localX(event))];
    if (to - from >= MIN_DRAG_PX) onZoom?.(xToTime(plot, area, from), xToTime(plot, area, to));
  };
  const step = (event: KeyboardEvent<HTMLDivElement>): void => {
    const area = areaRef.current;
    if (area === null || plot.count === 0) return;
    if (event.key === 'Escape') {
      setCrosshair(null);
      onHover(null);
      return;
    }
    if (event.key === 'n' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      requestNote(crosshairMs(plot));
      return;
    }
    const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const lastMs = plot.startMs + (plot.count - 1) * plot.stepMs;
    const fromMs =
      getCrosshair()?.timeMs ?? (direction < 0 ? lastMs + plot.stepMs : plot.startMs - plot.stepMs);
    const timeMs = Math.min(lastMs, Math.max(plot.startMs, fromMs + direction * plot.stepMs));
    const bounds = event.currentTarget.getBoundingClientRect();
    setCrosshair({ timeMs, sourceId: id });
    onHover({
      timeMs,
      clientX: bounds.left + timeToX(plot, area, timeMs),
      clientY: bounds.top + area.top + 10,
      plotY: null,
    });
  };
  return (
    <div
      className={classes.overlay}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: time`}
      aria-valuemin={plot.startMs}
      aria-valuemax={plot.endMs}
      aria-valuenow={crosshairMs(plot)}
      aria-valuetext={formatDateTime(crosshairMs(plot), plot.utc)}
      data-testid={testIds.charts.chartOverlay}
      onPointerMove={move}
      onPointerLeave={leave}
      onPointerDown={(event) => {
        if (event.button !== 0 || areaRef.current === null) return;
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          requestNote(xToTime(plot, areaRef.current, localX(event)));
          return;
        }
        if (onZoom === undefined) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.shiftKey) {
          panRef.current = localX(event);
          return;
        }
        dragRef.current = [localX(event), localX(event)];
      }}
      onPointerUp={release}
      onPointerCancel={() => {
        dragRef.current = null;
        panRef.current = null;
        leave();
      }}
      onDoubleClick={onResetZoom}
      onKeyDown={step}
      onBlur={leave}
    >
      <canvas ref={canvasRef} className={classes.overlayCanvas} aria-hidden />
    </div>
  );
}

/** The time that keys start from: the shared line's, else the end. */
function crosshairMs(plot: Plot): number {
  return Math.min(plot.endMs, Math.max(plot.startMs, Math.round(getCrosshair()?.timeMs ?? plot.endMs)));
}
