import type { DataLink, FieldOptions, FieldOverride, WithExtra } from './dashboard-field.ts';
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

/** Calculations over a series: `lastNotNull`, `last`, `mean`, `min`, `max`, `sum`, `count`, `range`, `delta`, `p95` ... */
export interface ReduceOptions extends WithExtra {
  readonly calcs?: readonly string[];
  /** Which fields: empty for numeric ones, `/regex/`, or a name. */
  readonly fields?: string;
  /** All values are shown and not one calculation per series. */
  readonly values?: boolean;
  readonly limit?: number;
}

export interface LegendOptions extends WithExtra {
  readonly show?: boolean;
  /** [list] */
  readonly mode?: 'list' | 'table' | 'hidden';
  /** [bottom] */
  readonly placement?: 'bottom' | 'right';
  readonly calcs?: readonly string[];
  readonly width?: number;
  readonly sortBy?: string;
  readonly sortDescending?: boolean;
  /** Pie charts: `value`, `percent`. */
  readonly values?: readonly string[];
}

export interface TooltipOptions extends WithExtra {
  /** [single] */
  readonly mode?: 'single' | 'multi' | 'none';
  readonly sort?: 'none' | 'asc' | 'desc';
  readonly hideZeros?: boolean;
  readonly maxHeight?: number;
  readonly maxWidth?: number;
}

export interface TimeSeriesOptions extends WithExtra {
  readonly legend?: LegendOptions;
  readonly tooltip?: TooltipOptions;
  readonly timezone?: readonly string[];
}

interface SingleValueOptions extends WithExtra {
  readonly reduce?: ReduceOptions;
  readonly orientation?: 'auto' | 'horizontal' | 'vertical';
  readonly titleSize?: number;
  readonly valueSize?: number;
}

export interface StatOptions extends SingleValueOptions {
  readonly colorMode?: 'none' | 'value' | 'background' | 'background_solid';
  readonly sparkline?: 'none' | 'area' | 'line';
  readonly textMode?: 'auto' | 'value' | 'value_and_name' | 'name' | 'none';
  readonly justify?: 'auto' | 'center';
  readonly wide?: boolean;
  readonly percentChange?: boolean;
  readonly percentChangeColor?: 'standard' | 'inverted' | 'same_as_value';
}

export interface GaugeOptions extends SingleValueOptions {
  readonly thresholdLabels?: boolean;
  readonly thresholdMarkers?: boolean;
  readonly sizing?: 'auto' | 'manual';
  readonly minWidth?: number;
  readonly minHeight?: number;
}

export interface BarGaugeOptions extends SingleValueOptions {
  readonly displayMode?: 'basic' | 'lcd' | 'gradient';
  readonly valueMode?: 'color' | 'text' | 'hidden';
  readonly namePlacement?: 'auto' | 'top' | 'left' | 'hidden';
  readonly unfilled?: boolean;
  readonly sizing?: 'auto' | 'manual';
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly legend?: LegendOptions;
}

export interface BarChartOptions extends WithExtra {
  readonly legend?: LegendOptions;
  readonly tooltip?: TooltipOptions;
  readonly orientation?: 'auto' | 'horizontal' | 'vertical';
  readonly xField?: string;
  readonly colorByField?: string;
  readonly showValue?: 'auto' | 'always' | 'never';
  readonly stacking?: 'none' | 'normal' | 'percent';
  readonly barWidth?: number;
  readonly groupWidth?: number;
  readonly barRadius?: number;
  readonly fullHighlight?: boolean;
  readonly labelRotation?: number;
  readonly labelMaxLength?: number;
  readonly labelSpacing?: number;
}

export interface TableSort extends WithExtra {
  readonly column: string;
  readonly descending?: boolean;
}

export interface TableFooter extends WithExtra {
  readonly show?: boolean;
  readonly calcs?: readonly string[];
  readonly fields?: string | readonly string[];
  readonly countRows?: boolean;
  readonly pagination?: boolean;
}

export interface TableOptions extends WithExtra {
  readonly header?: boolean;
  readonly sortBy?: readonly TableSort[];
  readonly footer?: TableFooter;
  readonly cellHeight?: 'sm' | 'md' | 'lg' | 'auto';
  readonly frame?: number;
}

export interface HeatmapColors extends WithExtra {
  readonly mode?: 'scheme' | 'opacity';
  readonly scheme?: string;
  readonly fill?: string;
  readonly scale?: 'linear' | 'exponential';
  readonly exponent?: number;
  readonly steps?: number;
  readonly reverse?: boolean;
  readonly min?: number;
  readonly max?: number;
}

export interface HeatmapAxis extends WithExtra {
  readonly axis?: 'left' | 'right' | 'hidden' | 'auto';
  readonly label?: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly reverse?: boolean;
  readonly width?: number;
}

export interface HeatmapOptions extends WithExtra {
  /** Buckets are calculated from the values here, not by the query. */
  readonly calculate?: boolean;
  readonly colors?: HeatmapColors;
  readonly yAxis?: HeatmapAxis;
  readonly cellGap?: number;
  readonly cellRadius?: number;
  readonly hideBelow?: number;
  readonly hideAbove?: number;
  readonly cellUnit?: string;
  readonly cellDecimals?: number;
  readonly showLegend?: boolean;
  readonly tooltip?: TooltipOptions;
  readonly bucketBounds?: 'auto' | 'unknown' | 'le' | 'ge';
}

export interface HistogramOptions extends WithExtra {
  readonly legend?: LegendOptions;
  readonly tooltip?: TooltipOptions;
  readonly bucketSize?: number;
  readonly bucketCount?: number;
  readonly bucketOffset?: number;
  readonly combine?: boolean;
}

export interface PieChartOptions extends WithExtra {
  readonly reduce?: ReduceOptions;
  readonly shape?: 'pie' | 'donut';
  readonly legend?: LegendOptions;
  readonly tooltip?: TooltipOptions;
  readonly labels?: readonly string[];
}

export interface StateTimelineOptions extends WithExtra {
  readonly legend?: LegendOptions;
  readonly tooltip?: TooltipOptions;
  readonly mergeValues?: boolean;
  readonly showValue?: 'auto' | 'always' | 'never';
  readonly alignValue?: 'left' | 'center' | 'right';
  readonly rowHeight?: number;
  /** One cell a sample has this width, 0..1. */
  readonly columnWidth?: number;
  readonly rowsPerPage?: number;
}

export interface TextOptions extends WithExtra {
  /** [markdown] */
  readonly mode?: 'markdown' | 'html' | 'code';
  readonly content?: string;
}

export interface AlertListOptions extends WithExtra {
  readonly viewMode?: 'list' | 'stat';
  readonly groupMode?: 'default' | 'custom';
  readonly groupBy?: readonly string[];
  readonly maxItems?: number;
  /** 1 alphabetical, 2 alphabetical descending, 3 importance, 4 newest first, 5 oldest first. */
  readonly sortOrder?: number;
  readonly nameFilter?: string;
  readonly labelFilter?: string;
  /** Names of the states that are listed. */
  readonly states?: readonly string[];
  readonly showInstances?: boolean;
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
