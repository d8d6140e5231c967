import type {
  AlertListOptions,
  BarChartOptions,
  BarGaugeOptions,
  GaugeOptions,
  HeatmapAxis,
  HeatmapColors,
  HeatmapOptions,
  HistogramOptions,
  LegendOptions,
  PieChartOptions,
  ReduceOptions,
  StateTimelineOptions,
  StatOptions,
  TableFooter,
  TableOptions,
  TableSort,
  TextOptions,
  TimeSeriesOptions,
  TooltipOptions,
} from '../../domain/dashboard-panel-options.ts';
import type { Json } from '../../domain/json.ts';
import { type Codec, flag, listOf, needed, number, objectOf, oneOf, optional, text } from '../json/codec.ts';
import { isJsonObject, member } from '../json/json.ts';

const texts = listOf(text);
const orientation = oneOf(['auto', 'horizontal', 'vertical']);

const legend: Codec<LegendOptions> = objectOf<LegendOptions>({
  show: optional('showLegend', flag),
  mode: optional('displayMode', oneOf(['list', 'table', 'hidden'])),
  placement: optional('placement', oneOf(['bottom', 'right'])),
  calcs: optional('calcs', texts),
  width: optional('width', number),
  sortBy: optional('sortBy', text),
  sortDescending: optional('sortDesc', flag),
  values: optional('values', texts),
});

const tooltip: Codec<TooltipOptions> = objectOf<TooltipOptions>({
  mode: optional('mode', oneOf(['single', 'multi', 'none'])),
  sort: optional('sort', oneOf(['none', 'asc', 'desc'])),
  hideZeros: optional('hideZeros', flag),
  maxHeight: optional('maxHeight', number),
  maxWidth: optional('maxWidth', number),
});

const reduce: Codec<ReduceOptions> = objectOf<ReduceOptions>({
  calcs: optional('calcs', texts),
  fields: optional('fields', text),
  values: optional('values', flag),
  limit: optional('limit', number),
});

const singleValue = {
  reduce: optional('reduceOptions', reduce),
  orientation: optional('orientation', orientation),
  titleSize: optional('text.titleSize', number),
  valueSize: optional('text.valueSize', number),
} as const;

export const timeSeriesOptions: Codec<TimeSeriesOptions> = objectOf<TimeSeriesOptions>({
  legend: optional('legend', legend),
  tooltip: optional('tooltip', tooltip),
  timezone: optional('timezone', texts),
});

export const statOptions: Codec<StatOptions> = objectOf<StatOptions>({
  ...singleValue,
  colorMode: optional('colorMode', oneOf(['none', 'value', 'background', 'background_solid'])),
  sparkline: optional('graphMode', oneOf(['none', 'area', 'line'])),
  textMode: optional('textMode', oneOf(['auto', 'value', 'value_and_name', 'name', 'none'])),
  justify: optional('justifyMode', oneOf(['auto', 'center'])),
  wide: optional('wideLayout', flag),
  percentChange: optional('showPercentChange', flag),
  percentChangeColor: optional('percentChangeColorMode', oneOf(['standard', 'inverted', 'same_as_value'])),
});

export const gaugeOptions: Codec<GaugeOptions> = objectOf<GaugeOptions>({
  ...singleValue,
  thresholdLabels: optional('showThresholdLabels', flag),
  thresholdMarkers: optional('showThresholdMarkers', flag),
  sizing: optional('sizing', oneOf(['auto', 'manual'])),
  minWidth: optional('minVizWidth', number),
  minHeight: optional('minVizHeight', number),
});

export const barGaugeOptions: Codec<BarGaugeOptions> = objectOf<BarGaugeOptions>({
  ...singleValue,
  displayMode: optional('displayMode', oneOf(['basic', 'lcd', 'gradient'])),
  valueMode: optional('valueMode', oneOf(['color', 'text', 'hidden'])),
  namePlacement: optional('namePlacement', oneOf(['auto', 'top', 'left', 'hidden'])),
  unfilled: optional('showUnfilled', flag),
  sizing: optional('sizing', oneOf(['auto', 'manual'])),
  minWidth: optional('minVizWidth', number),
  minHeight: optional('minVizHeight', number),
  maxHeight: optional('maxVizHeight', number),
  legend: optional('legend', legend),
});

export const barChartOptions: Codec<BarChartOptions> = objectOf<BarChartOptions>({
  legend: optional('legend', legend),
  tooltip: optional('tooltip', tooltip),
  orientation: optional('orientation', orientation),
  xField: optional('xField', text),
  colorByField: optional('colorByField', text),
  showValue: optional('showValue', oneOf(['auto', 'always', 'never'])),
  stacking: optional('stacking', oneOf(['none', 'normal', 'percent'])),
  barWidth: optional('barWidth', number),
  groupWidth: optional('groupWidth', number),
  barRadius: optional('barRadius', number),
  fullHighlight: optional('fullHighlight', flag),
  labelRotation: optional('xTickLabelRotation', number),
  labelMaxLength: optional('xTickLabelMaxLength', number),
  labelSpacing: optional('xTickLabelSpacing', number),
});

const textOrTexts: Codec<string | readonly string[]> = {
  read: (json, place) => (typeof json === 'string' ? json : texts.read(json, place)),
  write: (value) => (typeof value === 'string' ? value : [...value]),
};

const footer: Codec<TableFooter> = objectOf<TableFooter>({
  show: optional('show', flag),
  calcs: optional('reducer', texts),
  fields: optional('fields', textOrTexts),
  countRows: optional('countRows', flag),
  pagination: optional('enablePagination', flag),
});

export const tableOptions: Codec<TableOptions> = objectOf<TableOptions>({
  header: optional('showHeader', flag),
  sortBy: optional(
    'sortBy',
    listOf(objectOf<TableSort>({ column: needed('displayName', text), descending: optional('desc', flag) })),
  ),
  footer: optional('footer', footer),
  cellHeight: optional('cellHeight', oneOf(['sm', 'md', 'lg', 'auto'])),
  frame: optional('frameIndex', number),
});

const heatmapColors: Codec<HeatmapColors> = objectOf<HeatmapColors>({
  mode: optional('mode', oneOf(['scheme', 'opacity'])),
  scheme: optional('scheme', text),
  fill: optional('fill', text),
  scale: optional('scale', oneOf(['linear', 'exponential'])),
  exponent: optional('exponent', number),
  steps: optional('steps', number),
  reverse: optional('reverse', flag),
  min: optional('min', number),
  max: optional('max', number),
});

const heatmapAxis: Codec<HeatmapAxis> = objectOf<HeatmapAxis>({
  axis: optional('axisPlacement', oneOf(['left', 'right', 'hidden', 'auto'])),
  label: optional('axisLabel', text),
  unit: optional('unit', text),
  decimals: optional('decimals', number),
  min: optional('min', number),
  max: optional('max', number),
  reverse: optional('reverse', flag),
  width: optional('axisWidth', number),
});

export const heatmapOptions: Codec<HeatmapOptions> = objectOf<HeatmapOptions>({
  calculate: optional('calculate', flag),
  colors: optional('color', heatmapColors),
  yAxis: optional('yAxis', heatmapAxis),
  cellGap: optional('cellGap', number),
  cellRadius: optional('cellRadius', number),
  hideBelow: optional('filterValues.le', number),
  hideAbove: optional('filterValues.ge', number),
  cellUnit: optional('cellValues.unit', text),
  cellDecimals: optional('cellValues.decimals', number),
  showLegend: optional('legend.show', flag),
  tooltip: optional('tooltip', tooltip),
  bucketBounds: optional('rowsFrame.layout', oneOf(['auto', 'unknown', 'le', 'ge'])),
});

export const histogramOptions: Codec<HistogramOptions> = objectOf<HistogramOptions>({
  legend: optional('legend', legend),
  tooltip: optional('tooltip', tooltip),
  bucketSize: optional('bucketSize', number),
  bucketCount: optional('bucketCount', number),
  bucketOffset: optional('bucketOffset', number),
  combine: optional('combine', flag),
});

export const pieChartOptions: Codec<PieChartOptions> = objectOf<PieChartOptions>({
  reduce: optional('reduceOptions', reduce),
  shape: optional('pieType', oneOf(['pie', 'donut'])),
  legend: optional('legend', legend),
  tooltip: optional('tooltip', tooltip),
  labels: optional('displayLabels', texts),
});

export const stateTimelineOptions: Codec<StateTimelineOptions> = objectOf<StateTimelineOptions>({
  legend: optional('legend', legend),
  tooltip: optional('tooltip', tooltip),
  mergeValues: optional('mergeValues', flag),
  showValue: optional('showValue', oneOf(['auto', 'always', 'never'])),
  alignValue: optional('alignValue', oneOf(['left', 'center', 'right'])),
  rowHeight: optional('rowHeight', number),
  columnWidth: optional('colWidth', number),
  rowsPerPage: optional('perPage', number),
});

export const textOptions: Codec<TextOptions> = objectOf<TextOptions>({
  mode: optional('mode', oneOf(['markdown', 'html', 'code'])),
  content: optional('content', text),
});

/** Names of the states whose flag is true; the file keeps the other flags. */
const states: Codec<readonly string[]> = {
  read(json: Json) {
    if (!isJsonObject(json) || !Object.values(json).every((value) => typeof value === 'boolean')) {
      return undefined;
    }
    return Object.keys(json).filter((state) => member(json, state) === true);
  },
  write(names) {
    const known = ['firing', 'pending', 'normal', 'noData', 'error', 'recovering'];
    return Object.fromEntries([
      ...known.map((state) => [state, false] as const),
      ...names.map((state) => [state, true] as const),
    ]);
  },
};

export const alertListOptions: Codec<AlertListOptions> = objectOf<AlertListOptions>({
  viewMode: optional('viewMode', oneOf(['list', 'stat'])),
  groupMode: optional('groupMode', oneOf(['default', 'custom'])),
  groupBy: optional('groupBy', texts),
  maxItems: optional('maxItems', number),
  sortOrder: optional('sortOrder', number),
  nameFilter: optional('alertName', text),
  labelFilter: optional('alertInstanceLabelFilter', text),
  states: optional('stateFilter', states),
  showInstances: optional('showInstances', flag),
});
