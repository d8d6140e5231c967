import type { SeriesStyle } from '../lib/series-colors.ts';
import type { Unit } from '../lib/units.ts';
import type { ScaledAxis } from './axis-scale.ts';

/** How a series runs from sample to sample; `dots` does not connect them. */
export type SeriesShape = 'line' | 'step-before' | 'step-after' | 'dots';

/** Lowest and highest value around each step, where a step is wider than the time between samples. */
export interface SeriesBand {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A series as it is drawn: `values[i]` belongs to the plot's `startMs + i * stepMs` and counts where `present[i]` is 1. */
export interface PlotSeries extends SeriesStyle {
  /** Identity over updates: what legend clicks are remembered by. */
  readonly key: string;
  readonly name: string;
  readonly values: Float64Array;
  /** null when all values are present. */
  readonly present: Uint8Array | null;
  /** In a stack: drawn as a line of its own, say a limit. */
  readonly apart?: boolean;
  /** Belongs to the value axis on the right. */
  readonly right?: boolean;
  /** [line] */
  readonly shape?: SeriesShape;
  /** CSS pixels; chosen by how dense the samples are where not given. */
  readonly width?: number;
  readonly band?: SeriesBand | undefined;
}

/** A line over a heatmap. */
export interface PlotOverlay extends PlotSeries {
  /** What a tooltip says of it at a step; null where it has no value. */
  labelAt(index: number): string | null;
}

/** How a panel wants one of its series drawn. */
export interface SeriesHint {
  /** Slot of the series colours. */
  readonly slot?: number;
  /** What the colour is chosen by, where that is not the series' labels. */
  readonly colorKey?: string;
  /** CSS pixels, drawn and empty in turn; solid where not given. */
  readonly dash?: readonly number[];
  readonly apart?: boolean;
  readonly right?: boolean;
  readonly shape?: SeriesShape;
  readonly width?: number;
}

/** Ends of the value axis: fixed ones, and soft ones that it reaches at least to. */
export interface AxisBounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly softMin?: number | undefined;
  readonly softMax?: number | undefined;
}

/** Tick of the value axis; heatmaps put bucket bounds at row numbers. */
export interface AxisTick {
  readonly value: number;
  readonly label: string;
}

export interface ValueAxis extends ScaledAxis {
  readonly ticks: readonly AxisTick[];
  /** Of the values on it. */
  readonly unit: Unit;
  /** Stands along it; none where it is empty. */
  readonly name?: string;
}

/** A level of the value axis: a dashed line with a label pill, a tinted span from it, or both. */
export interface Threshold {
  /** A value of the axis, or percent of its way from the foot to the top where `share` is set; -Infinity is the foot. */
  readonly value: number;
  readonly share?: boolean;
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'note' | 'neutral';
  readonly line: boolean;
  /** Where the tinted span ends, above or below, counted as `value` is. */
  readonly fillTo?: number;
}

/** A tinted span of time, say while an alert fired, or a line where it starts and ends at the same time; ms UTC. */
export interface Region {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
  readonly tone: 'warn' | 'bad' | 'neutral' | 'note';
}

/** A span without samples and why there are none; ms UTC. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: string;
}

/** A single event of a series, say an exemplar, drawn as a diamond; `details` are lines for its tooltip. */
export interface PlotMark {
  readonly timeMs: number;
  readonly value: number;
  readonly details: readonly string[];
}

/** A coloured stretch of a row of states, in steps: `from` inclusive, `to` exclusive. */
export interface StateSpan {
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly text: string;
}

/** Rows of a heatmap from the lowest bucket up; `cells[row * count + i]` is 0..1, negative where nothing is known. */
export interface HeatmapCells {
  readonly rows: number;
  readonly cells: Float64Array;
  /** Colours from weak to strong, for a look-up by intensity. */
  readonly ramp: readonly string[];
}

export interface PlotColors {
  readonly axis: string;
  readonly grid: string;
  readonly crosshair: string;
  readonly panel: string;
  readonly text: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly accent: string;
  readonly font: string;
}

export type PlotKind = 'lines' | 'bars' | 'heatmap' | 'states';

/** Everything a chart draws, prepared: the Chart.js parts only turn it into pixels. */
export interface Plot {
  readonly kind: PlotKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly series: readonly PlotSeries[];
  /** For stacks: the upper edge of each series, in the order of `series`; null where series are drawn on their own. */
  readonly stacked: readonly Float64Array[] | null;
  readonly heatmap: HeatmapCells | null;
  /** Lines over a heatmap, in its rows: `values` are heights in rows. */
  readonly overlays: readonly PlotOverlay[];
  /** For rows of states: the spans of each series, first series on top; null in other plots. */
  readonly states: readonly (readonly StateSpan[])[] | null;
  readonly area: boolean;
  readonly y: ValueAxis;
  /** The axis of the series that are `right`; null where there are none. */
  readonly yRight: ValueAxis | null;
  /** Lines bridge holes up to this many steps; 0 for none. */
  readonly connectSteps: number;
  readonly thresholds: readonly Threshold[];
  readonly regions: readonly Region[];
  readonly gaps: readonly Gap[];
  readonly marks: readonly PlotMark[];
  readonly colors: PlotColors;
  readonly utc: boolean;
}

/** Whether a plot has a value of the series at a step. */
export function hasValue(series: PlotSeries, index: number): boolean {
  return (series.present === null || series.present[index] === 1) && Number.isFinite(series.values[index]);
}
