import { Chart, type ChartArea, DatasetController, PointElement, Scale } from 'chart.js';
import { assertNever } from '../../shared/assert.ts';
import { timeTicks } from '../lib/time-ticks.ts';
import { drawBars, drawHeatmap, drawStates } from './draw-cells.ts';
import { drawLines, drawOverlays } from './draw-lines.ts';
import { drawGaps, drawMarks, drawRegions, drawThresholds } from './draw-marks.ts';
import { plotWindow, timeToX, yOnAxis } from './geometry.ts';
import type { Plot, ValueAxis } from './plot.ts';

declare module 'chart.js' {
  interface ChartTypeRegistry {
    plot: {
      chartOptions: object;
      /** The one dataset of a chart holds all of its series as columns. */
      datasetOptions: { plot: Plot };
      defaultDataPoint: never;
      metaExtensions: object;
      parsedDataType: never;
      scales: 'plotTime' | 'plotValue' | 'plotValueRight';
    };
  }
  interface CartesianScaleTypeRegistry {
    plotTime: { options: object };
    plotValue: { options: object };
    plotValueRight: { options: object };
  }
}

const TIME_AXIS_HEIGHT = 22;
const LABEL_ROOM_PX = 84;
const LABEL_SIZE = 11;
/** Value labels get room in steps, so that one digit more does not move every chart. */
const LABEL_WIDTH_STEP = 8;

/** The plot that a chart shows; null before the first. */
export function plotOf(chart: Chart): Plot | null {
  return (chart.data.datasets[0] as { plot?: Plot } | undefined)?.plot ?? null;
}

function labelFont(plot: Plot): string {
  return `${LABEL_SIZE}px ${plot.colors.font}`;
}

/** The longest name of a row takes no more than this, CSS pixels. */
const MAX_AXIS_WIDTH = 220;

/** For the name along an axis. */
const NAME_ROOM_PX = 16;

/** Room for the labels of a value axis, CSS pixels; none without an axis. */
export function valueAxisWidth(ctx: CanvasRenderingContext2D, plot: Plot, axis: ValueAxis | null): number {
  if (axis === null) return 0;
  ctx.font = labelFont(plot);
  let widest = 0;
  for (const { label } of axis.ticks) widest = Math.max(widest, ctx.measureText(label).width);
  const width = Math.ceil((widest + 10) / LABEL_WIDTH_STEP) * LABEL_WIDTH_STEP;
  const nameRoom = (axis.name ?? '') === '' ? 0 : NAME_ROOM_PX;
  return nameRoom + Math.min(MAX_AXIS_WIDTH, Math.max(32, width));
}

/** A label cut to the room it has. */
function fitLabel(ctx: CanvasRenderingContext2D, label: string, width: number): string {
  if (ctx.measureText(label).width <= width) return label;
  let length = label.length - 1;
  while (length > 1 && ctx.measureText(`${label.slice(0, length)}…`).width > width) length -= 1;
  return `${label.slice(0, length)}…`;
}

/** Horizontal axis at round local or UTC times; its height never changes, so a moving range needs no new layout. */
class TimeScale extends Scale {
  static id = 'plotTime';
  static defaults = {};

  override determineDataLimits(): void {
    const plot = plotOf(this.chart);
    this.min = plot === null ? 0 : plot.startMs;
    this.max = plot === null ? 1 : plot.endMs;
  }

  override fit(): void {
    this.width = this.maxWidth;
    this.height = TIME_AXIS_HEIGHT;
  }

  override drawGrid(): void {}

  override drawLabels(area: ChartArea): void {
    const plot = plotOf(this.chart);
    if (plot === null) return;
    const { ctx } = this;
    const { startMs, endMs } = plotWindow(plot);
    ctx.font = labelFont(plot);
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'center';
    const maxTicks = Math.max(2, (area.right - area.left) / LABEL_ROOM_PX);
    for (const { ms, label, major } of timeTicks(startMs, endMs, maxTicks, plot.utc)) {
      const x = timeToX(plot, area, ms);
      const half = ctx.measureText(label).width / 2;
      ctx.fillStyle = major ? plot.colors.text : plot.colors.axis;
      ctx.fillText(label, Math.min(Math.max(x, half), this.chart.width - half), area.bottom + 14);
    }
  }
}

/** Vertical axis: the plot brings its ticks along, round in their unit. */
class ValueScale extends Scale {
  static id = 'plotValue';
  static defaults = {};

  protected axisOf(plot: Plot | null): ValueAxis | null {
    return plot?.y ?? null;
  }

  override determineDataLimits(): void {
    const axis = this.axisOf(plotOf(this.chart));
    this.min = axis?.min ?? 0;
    this.max = axis?.max ?? 1;
  }

  override fit(): void {
    const plot = plotOf(this.chart);
    this.width = plot === null ? LABEL_WIDTH_STEP : valueAxisWidth(this.ctx, plot, this.axisOf(plot));
    this.height = this.maxHeight;
  }

  override drawGrid(area: ChartArea): void {
    const plot = plotOf(this.chart);
    if (plot === null || plot.kind === 'heatmap' || plot.kind === 'states') return;
    const { ctx } = this;
    const toY = yOnAxis(plot.y, area);
    ctx.fillStyle = plot.colors.grid;
    for (const { value } of plot.y.ticks) {
      ctx.fillRect(area.left, Math.round(toY(value)), area.right - area.left, 1);
    }
  }

  override drawLabels(area: ChartArea): void {
    const plot = plotOf(this.chart);
    const axis = this.axisOf(plot);
    if (plot === null || axis === null) return;
    const { ctx } = this;
    const toY = yOnAxis(axis, area);
    const isRight = axis === plot.yRight;
    ctx.font = labelFont(plot);
    ctx.fillStyle = plot.colors.axis;
    ctx.textAlign = isRight ? 'left' : 'right';
    ctx.textBaseline = 'middle';
    for (const { value, label } of axis.ticks) {
      const text = plot.kind === 'states' ? fitLabel(ctx, label, this.width - 10) : label;
      ctx.fillText(text, isRight ? area.right + 8 : area.left - 8, toY(value));
    }
    if ((axis.name ?? '') === '') return;
    ctx.save();
    const away = this.width - NAME_ROOM_PX / 2 + 2;
    ctx.translate(isRight ? area.right + away : area.left - away, (area.top + area.bottom) / 2);
    ctx.rotate(isRight ? Math.PI / 2 : -Math.PI / 2);
    ctx.textAlign = 'center';
    ctx.fillText(fitLabel(ctx, axis.name ?? '', area.bottom - area.top), 0, 0);
    ctx.restore();
  }
}

/** The second vertical axis, without room where no series is on it. */
class RightValueScale extends ValueScale {
  static override id = 'plotValueRight';

  protected override axisOf(plot: Plot | null): ValueAxis | null {
    return plot?.yRight ?? null;
  }

  override drawGrid(): void {}
}

/** Draws a whole plot from its columns; Chart.js keeps canvas, resizing, layout and layers. */
class PlotController extends DatasetController {
  static id = 'plot';
  static defaults = { datasetElementType: false, dataElementType: 'point' };

  override buildOrUpdateElements(): void {}
  override update(): void {}
  override addElements(): void {}
  override reset(): void {}

  protected override getMaxOverflow(): number {
    return 0;
  }

  override draw(): void {
    const plot = plotOf(this.chart);
    if (plot === null) return;
    const { ctx, chartArea: area } = this.chart;
    ctx.save();
    ctx.beginPath();
    // A line at the very top or bottom keeps its full width.
    ctx.rect(area.left, area.top - 1, area.right - area.left, area.bottom - area.top + 2);
    ctx.clip();
    drawGaps(ctx, plot, area);
    drawRegions(ctx, plot, area);
    switch (plot.kind) {
      case 'lines':
        drawLines(ctx, plot, area);
        break;
      case 'bars':
        drawBars(ctx, plot, area);
        break;
      case 'heatmap':
        drawHeatmap(ctx, plot, area);
        drawOverlays(ctx, plot, area);
        break;
      case 'states':
        drawStates(ctx, plot, area);
        break;
      default:
        assertNever(plot.kind);
    }
    drawThresholds(ctx, plot, area);
    drawMarks(ctx, plot, area);
    ctx.restore();
  }
}

/** Makes the chart type and its axes known to Chart.js; nothing else of it is registered that it does not insist on. */
export function registerChartType(): void {
  Chart.register(PlotController, TimeScale, ValueScale, RightValueScale, PointElement);
}
