import type {
  CellOptions,
  DataLink,
  FieldColor,
  FieldOptions,
  HideFrom,
  LineStyle,
  Scale,
  Stacking,
  ThresholdStep,
  Thresholds,
  ThresholdsStyle,
} from '../../domain/dashboard-field.ts';
import {
  type Codec,
  type FieldsOf,
  flag,
  flagOrNumber,
  listOf,
  needed,
  nullableNumber,
  number,
  objectOf,
  oneOf,
  optional,
  text,
} from '../json/codec.ts';
import { valueMapping } from './mapping-codec.ts';

/** A panel's or field's link. */
export const dataLink: Codec<DataLink> = objectOf<DataLink>({
  title: optional('title', text),
  url: optional('url', text),
  newTab: optional('targetBlank', flag),
});

const thresholds = objectOf<Thresholds>({
  mode: optional('mode', oneOf(['absolute', 'percentage'])),
  steps: optional(
    'steps',
    listOf(
      objectOf<ThresholdStep>({
        value: optional('value', nullableNumber),
        color: needed('color', text),
      }),
    ),
  ),
});

const color = objectOf<FieldColor>({
  mode: optional('mode', text),
  fixedColor: optional('fixedColor', text),
  seriesBy: optional('seriesBy', oneOf(['last', 'min', 'max', 'lastNotNull'])),
});

const stacking = objectOf<Stacking>({
  mode: optional('mode', oneOf(['none', 'normal', 'percent'])),
  group: optional('group', text),
});

const lineStyle = objectOf<LineStyle>({
  fill: optional('fill', oneOf(['solid', 'dash', 'dot', 'square'])),
  lengths: optional('dash', listOf(number)),
});

const scale = objectOf<Scale>({
  type: optional('type', oneOf(['linear', 'log', 'symlog', 'ordinal'])),
  logBase: optional('log', number),
  linearThreshold: optional('linearThreshold', number),
});

const hideFrom = objectOf<HideFrom>({
  chart: optional('viz', flag),
  legend: optional('legend', flag),
  tooltip: optional('tooltip', flag),
});

const thresholdsStyle = objectOf<ThresholdsStyle>({
  mode: optional('mode', oneOf(['off', 'line', 'dashed', 'area', 'line+area', 'dashed+area', 'series'])),
});

const cell = objectOf<CellOptions>({
  type: optional('type', text),
  mode: optional('mode', text),
  applyToRow: optional('applyToRow', flag),
  wrapText: optional('wrapText', flag),
});

/** Where each field option is in Grafana's `fieldConfig.defaults`; the path is also the id of an override's property. */
export const FIELD_PATHS: FieldsOf<FieldOptions> = {
  unit: optional('unit', text),
  decimals: optional('decimals', number),
  min: optional('min', number),
  max: optional('max', number),
  ownRange: optional('fieldMinMax', flag),
  displayName: optional('displayName', text),
  description: optional('description', text),
  noValue: optional('noValue', text),
  thresholds: optional('thresholds', thresholds),
  color: optional('color', color),
  mappings: optional('mappings', listOf(valueMapping)),
  links: optional('links', listOf(dataLink)),
  filterable: optional('filterable', flag),
  drawStyle: optional('custom.drawStyle', oneOf(['line', 'bars', 'points'])),
  interpolation: optional('custom.lineInterpolation', oneOf(['linear', 'smooth', 'stepBefore', 'stepAfter'])),
  lineWidth: optional('custom.lineWidth', number),
  lineStyle: optional('custom.lineStyle', lineStyle),
  fillOpacity: optional('custom.fillOpacity', number),
  fillBelowTo: optional('custom.fillBelowTo', text),
  gradient: optional('custom.gradientMode', oneOf(['none', 'opacity', 'hue', 'scheme'])),
  points: optional('custom.showPoints', oneOf(['auto', 'always', 'never'])),
  pointSize: optional('custom.pointSize', number),
  barAlignment: optional('custom.barAlignment', number),
  barMaxWidth: optional('custom.barMaxWidth', number),
  barWidthFactor: optional('custom.barWidthFactor', number),
  connectGaps: optional('custom.spanNulls', flagOrNumber),
  insertGaps: optional('custom.insertNulls', flagOrNumber),
  stacking: optional('custom.stacking', stacking),
  thresholdsStyle: optional('custom.thresholdsStyle', thresholdsStyle),
  hideFrom: optional('custom.hideFrom', hideFrom),
  transform: optional('custom.transform', oneOf(['negative-Y', 'constant'])),
  axis: optional('custom.axisPlacement', oneOf(['auto', 'left', 'right', 'hidden', 'top', 'bottom'])),
  axisLabel: optional('custom.axisLabel', text),
  axisColor: optional('custom.axisColorMode', oneOf(['text', 'series'])),
  axisBorder: optional('custom.axisBorderShow', flag),
  axisCenteredZero: optional('custom.axisCenteredZero', flag),
  axisGrid: optional('custom.axisGridShow', flag),
  axisWidth: optional('custom.axisWidth', number),
  softMin: optional('custom.axisSoftMin', number),
  softMax: optional('custom.axisSoftMax', number),
  scale: optional('custom.scaleDistribution', scale),
  columnWidth: optional('custom.width', number),
  columnMinWidth: optional('custom.minWidth', number),
  columnAlign: optional('custom.align', oneOf(['auto', 'left', 'center', 'right'])),
  columnFilter: optional('custom.filterable', flag),
  hidden: optional('custom.hidden', flag),
  cell: optional('custom.cellOptions', cell),
  inspect: optional('custom.inspect', flag),
};

export const fieldOptions: Codec<FieldOptions> = objectOf(FIELD_PATHS);
