import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonObject, mergeJson } from '../json/json.ts';
import { upgradeGraphOverrides } from './graph-overrides.ts';
import { graphThresholds } from './graph-thresholds.ts';
import { Leftover, present, presentOrNone } from './leftover.ts';

const LEGEND_CALCS: readonly (readonly [old: string, calc: string])[] = [
  ['min', 'min'],
  ['max', 'max'],
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum'],
];

const TOOLTIP_SORTS = ['none', 'asc', 'desc'];

function legendOptions(old: Leftover): JsonObject {
  const show = old.flag('legend', 'show');
  const values = old.flag('legend', 'values');
  const calcs = LEGEND_CALCS.filter(([key]) => old.flag('legend', key) === true).map(([, calc]) => calc);
  const table = old.flag('legend', 'alignAsTable');
  const right = old.flag('legend', 'rightSide');
  const sort = old.text('legend', 'sort');
  return present({
    showLegend: show ?? true,
    displayMode: table === true ? 'table' : 'list',
    placement: right === true ? 'right' : 'bottom',
    calcs: values === true ? calcs : [],
    width: old.number('legend', 'sideWidth'),
    sortBy: sort === undefined ? undefined : (LEGEND_CALCS.find(([key]) => key === sort)?.[1] ?? sort),
    sortDesc: old.flag('legend', 'sortDesc'),
  });
}

function tooltipOptions(old: Leftover): JsonObject {
  const sort = old.number('tooltip', 'sort') ?? 0;
  // Only what Grafana 5 and later write; earlier ones shared always.
  return {
    mode: old.flag('tooltip', 'shared') === false ? 'single' : 'multi',
    sort: TOOLTIP_SORTS[sort] ?? 'none',
  };
}

interface AxisOptions {
  readonly defaults: JsonObject;
  readonly custom: JsonObject;
  readonly rest: JsonObject;
}

const NO_AXIS: AxisOptions = { defaults: {}, custom: {}, rest: {} };

/** A y axis as field options: of the panel for the left one, of an override for the right one. */
function axisOptions(axis: Json | undefined): AxisOptions {
  if (!isJsonObject(axis)) return NO_AXIS;
  const old = new Leftover(axis);
  const logBase = old.number('logBase') ?? 1;
  const hidden = old.flag('show') === false;
  return {
    defaults: present({
      unit: old.text('format'),
      min: old.number('min'),
      max: old.number('max'),
      decimals: old.number('decimals'),
    }),
    custom: present({
      axisLabel: old.text('label'),
      scaleDistribution: logBase > 1 ? { type: 'log', log: logBase } : undefined,
      axisPlacement: hidden ? 'hidden' : undefined,
    }),
    rest: old.rest(),
  };
}

/** Versions before 13 had both axes in `y_formats` and `grid`. */
function takeAxes(old: Leftover): readonly (Json | undefined)[] {
  const formats = old.take('y_formats');
  const grid = ['left', 'right'].map((side) =>
    presentOrNone({
      min: old.number('grid', `${side}Min`),
      max: old.number('grid', `${side}Max`),
      logBase: old.number('grid', `${side}LogBase`),
    }),
  );
  const labels = [old.text('leftYAxisLabel'), old.text('rightYAxisLabel')];
  const axes = old.take('yaxes');
  if (Array.isArray(axes)) return axes as Json[];
  const units = Array.isArray(formats) ? (formats as Json[]) : [];
  return [0, 1].map((i) => ({ ...grid[i], ...present({ format: units[i], label: labels[i] }) }));
}

function drawOptions(old: Leftover): JsonObject {
  const lines = old.flag('lines') ?? true;
  const bars = old.flag('bars') ?? false;
  const points = old.flag('points') ?? false;
  const radius = old.number('pointradius');
  const nulls = old.text('nullPointMode');
  const stack = old.flag('stack') ?? false;
  const percentage = old.flag('percentage') ?? false;
  const dashes = old.flag('dashes') ?? false;
  const dash = [old.number('dashLength') ?? 10, old.number('spaceLength') ?? 10];
  const fill = old.number('fill');
  const gradient = old.number('fillGradient') ?? 0;
  const lineWidth = old.number('linewidth');
  return present({
    drawStyle: bars ? 'bars' : lines || !points ? 'line' : 'points',
    lineWidth: lines || bars ? lineWidth : 0,
    fillOpacity: bars ? 100 : (fill ?? 1) * 10,
    gradientMode: gradient > 0 ? 'opacity' : undefined,
    lineInterpolation: old.flag('steppedLine') === true ? 'stepAfter' : undefined,
    showPoints: points ? 'always' : 'never',
    pointSize: radius === undefined ? undefined : 2 + radius * 2,
    spanNulls: nulls === 'connected' ? true : undefined,
    stacking: stack ? { mode: percentage ? 'percent' : 'normal', group: 'A' } : undefined,
    lineStyle: dashes ? { fill: 'dash', dash } : undefined,
  });
}

/** The kind of chart: over time, or over series or values by the x axis' mode. */
function chartType(old: Leftover): { readonly type: string; readonly options: JsonObject } {
  const mode = old.text('xaxis', 'mode');
  if (mode === 'histogram') {
    return { type: 'histogram', options: present({ bucketCount: old.number('xaxis', 'buckets') }) };
  }
  return { type: mode === 'series' ? 'barchart' : 'timeseries', options: {} };
}

/** The `graph` panel of Grafana 1 to 8 as a `timeseries` (by its x axis' mode a `barchart` or `histogram`). */
export function upgradeGraph(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const { type, options } = chartType(old);
  const axes = takeAxes(old).map(axisOptions);
  const left = axes[0] ?? NO_AXIS;
  const draw = drawOptions(old);
  const limits = graphThresholds(old);
  const overrides = upgradeGraphOverrides(old, axes[1] ?? NO_AXIS);
  const decimals = old.number('decimals');
  const defaults = present({
    color: { mode: 'palette-classic' },
    ...left.defaults,
    decimals: decimals ?? left.defaults.decimals,
    ...limits.defaults,
    custom: type === 'timeseries' ? { ...draw, ...left.custom, ...limits.custom } : undefined,
  });
  const upgraded: JsonObject = {
    type,
    options: { ...options, legend: legendOptions(old), tooltip: tooltipOptions(old) },
    fieldConfig: { defaults, overrides },
  };
  const unreadAxes = axes.map((axis) => axis.rest);
  const hasUnread = unreadAxes.some((axis) =>
    Object.entries(axis).some(([key, value]) => value !== null && key !== '$$hashKey'),
  );
  const rest: JsonObject = hasUnread ? { ...old.rest(), yaxes: unreadAxes } : old.rest();
  const given = rest.fieldConfig;
  const givenOverrides = isJsonObject(given) && Array.isArray(given.overrides) ? given.overrides : [];
  return mergeJson(
    rest,
    mergeJson(upgraded, { fieldConfig: { overrides: [...givenOverrides, ...overrides] } }),
  );
}
