import type { DataLink, FieldOptions, FieldOverride, WithExtra } from './dashboard-field.ts';
import type {
  AlertListOptions,
  BarChartOptions,
  BarGaugeOptions,
  GaugeOptions,
  HeatmapOptions,
  HistogramOptions,
  PieChartOptions,
  StateTimelineOptions,
  StatOptions,
  TableOptions,
  TextOptions,
  TimeSeriesOptions,
} from './dashboard-panel-options.ts';
import type { Json, JsonObject } from './json.ts';

export const PANEL_KINDS = [
  'timeseries',
  'stat',
  'gauge',
  'bargauge',
  'barchart',
  'table',
  'heatmap',
  'histogram',
  'piechart',
  'state-timeline',
  'text',
  'alertlist',
  'row',
  'unsupported',
] as const;

export type PanelKind = (typeof PANEL_KINDS)[number];

/** Place on a grid 24 columns wide; a row of the grid is about 30 pixels high. */
export interface GridPosition extends WithExtra {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const GRID_COLUMNS = 24;

/** The panel (or row) is drawn once for each chosen value of the variable. */
export interface Repeat extends WithExtra {
  readonly variable: string;
  /** [horizontal] */
  readonly direction?: 'horizontal' | 'vertical';
  /** [4] */
  readonly maxPerRow?: number;
}

/** A query. `expr` may hold variables. */
export interface PromqlTarget extends WithExtra {
  readonly kind: 'promql';
  readonly refId: string;
  readonly expr: string;
  /** Series names: `{{label}}` and variables; empty for the labels themselves. */
  readonly legend?: string;
  /** Asked at the end of the time range only. */
  readonly instant?: boolean;
  /** Asked over the time range [true where `instant` is not]. */
  readonly range?: boolean;
  /** [timeSeries] */
  readonly format?: 'timeSeries' | 'table' | 'heatmap';
  /** Not asked and not drawn. */
  readonly hidden?: boolean;
  /** The least step, as a duration or a variable. */
  readonly interval?: string;
  /** The step is this many times wider than the panel needs [1]. */
  readonly intervalFactor?: number;
  readonly exemplar?: boolean;
  readonly datasource?: Json;
}

/** A query that the environment's data can't answer; its whole definition is in `extra`. */
export interface UnsupportedTarget extends WithExtra {
  readonly kind: 'unsupported';
  readonly refId: string;
  readonly hidden?: boolean;
  readonly reason: string;
}

export type PanelTarget = PromqlTarget | UnsupportedTarget;

export const TRANSFORMATIONS = [
  'organize',
  'merge',
  'sortBy',
  'filterFieldsByName',
  'filterByRefId',
  'reduce',
  'joinByField',
  'renameByRegex',
  'calculateField',
  'groupBy',
  'filterByValue',
  'labelsToFields',
  'seriesToRows',
  'limit',
  'concatenate',
  'convertFieldType',
  'groupingToMatrix',
  'prepareTimeSeries',
] as const;

/**
 * A step that reshapes query results into what is drawn; `options` are those of Grafana's transformation of that id. An
 * id that is not of TRANSFORMATIONS is kept in its place and not applied.
 */
export interface Transformation extends WithExtra {
  readonly id: string;
  readonly options: JsonObject;
  readonly disabled?: boolean;
}

interface PanelBase extends WithExtra {
  readonly id: number;
  readonly title: string;
  readonly description?: string;
  readonly grid: GridPosition;
  readonly repeat?: Repeat;
  readonly links?: readonly DataLink[];
  readonly transparent?: boolean;
  readonly datasource?: Json;
  readonly targets: readonly PanelTarget[];
  readonly transformations: readonly Transformation[];
  readonly field: FieldOptions;
  readonly overrides: readonly FieldOverride[];
  /** The least step, as a duration. */
  readonly interval?: string;
  readonly maxDataPoints?: number;
  /** The panel's own time range: this much up to now. */
  readonly timeFrom?: string;
  /** The panel's time range is this much earlier. */
  readonly timeShift?: string;
  readonly hideTimeOverride?: boolean;
}

interface PanelOf<Kind extends PanelKind, Options> extends PanelBase {
  readonly kind: Kind;
  readonly options: Options;
}

export type TimeSeriesPanel = PanelOf<'timeseries', TimeSeriesOptions>;
export type StatPanel = PanelOf<'stat', StatOptions>;
export type GaugePanel = PanelOf<'gauge', GaugeOptions>;
export type BarGaugePanel = PanelOf<'bargauge', BarGaugeOptions>;
export type BarChartPanel = PanelOf<'barchart', BarChartOptions>;
export type TablePanel = PanelOf<'table', TableOptions>;
export type HeatmapPanel = PanelOf<'heatmap', HeatmapOptions>;
export type HistogramPanel = PanelOf<'histogram', HistogramOptions>;
export type PieChartPanel = PanelOf<'piechart', PieChartOptions>;
export type TextPanel = PanelOf<'text', TextOptions>;
export type AlertListPanel = PanelOf<'alertlist', AlertListOptions>;

/** States over time, as intervals or (`samples`) as one cell a sample. */
export interface StateTimelinePanel extends PanelOf<'state-timeline', StateTimelineOptions> {
  readonly style: 'intervals' | 'samples';
}

/** A heading; the panels below it up to the next row belong to it. A collapsed row holds them itself. */
export interface RowPanel extends WithExtra {
  readonly kind: 'row';
  readonly id: number;
  readonly title: string;
  readonly grid: GridPosition;
  readonly collapsed: boolean;
  readonly repeat?: Repeat;
  readonly panels: readonly Panel[];
}

/** A panel that can't be drawn here, and why; its whole definition is in `extra`. */
export interface UnsupportedPanel extends WithExtra {
  readonly kind: 'unsupported';
  readonly id: number;
  readonly title: string;
  readonly grid: GridPosition;
  readonly type: string;
  readonly reason: string;
}

export type DataPanel =
  | TimeSeriesPanel
  | StatPanel
  | GaugePanel
  | BarGaugePanel
  | BarChartPanel
  | TablePanel
  | HeatmapPanel
  | HistogramPanel
  | PieChartPanel
  | StateTimelinePanel
  | TextPanel
  | AlertListPanel;

export type Panel = DataPanel | RowPanel | UnsupportedPanel;
