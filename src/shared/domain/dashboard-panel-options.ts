import type { WithExtra } from './dashboard-field.ts';

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
