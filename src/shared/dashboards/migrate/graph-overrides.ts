import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonObject } from '../json/json.ts';
import { Leftover, presentOrNone } from './leftover.ts';

interface AxisOptions {
  readonly defaults: JsonObject;
  readonly custom: JsonObject;
}

type Property = { readonly id: string; readonly value: Json };

function matcher(alias: string): JsonObject {
  return alias.startsWith('/') && alias.length > 1
    ? { id: 'byRegexp', options: alias }
    : { id: 'byName', options: alias };
}

/** All that is different on the right axis, for the series that are drawn against it. */
function rightAxis(axis: AxisOptions): Property[] {
  const placement = axis.custom.axisPlacement === 'hidden' ? 'hidden' : 'right';
  const custom = Object.entries(axis.custom).filter(([key]) => key !== 'axisPlacement');
  return [
    { id: 'custom.axisPlacement', value: placement },
    ...Object.entries(axis.defaults).map(([id, value]) => ({ id, value })),
    ...custom.map(([key, value]) => ({ id: `custom.${key}`, value })),
  ];
}

function stackingOf(stack: Json | undefined): Json | undefined {
  if (stack === false) return { mode: 'none' };
  if (stack === true) return { mode: 'normal', group: 'A' };
  return typeof stack === 'string' ? { mode: 'normal', group: stack } : undefined;
}

function drawStyle(old: Leftover): string | undefined {
  const lines = old.flag('lines');
  const bars = old.flag('bars');
  const points = old.flag('points');
  if (bars === true) return 'bars';
  if (lines === true) return 'line';
  return points === true ? 'points' : undefined;
}

/** What one of `seriesOverrides` changes; members without a counterpart stay as a property that is told about. */
function seriesProperties(series: Leftover, right: AxisOptions): Property[] {
  const properties: Property[] = [];
  const add = (id: string, value: Json | undefined): void => {
    if (value !== undefined) properties.push({ id, value });
  };
  const axis = series.number('yaxis');
  if (axis === 2) properties.push(...rightAxis(right));
  const hidden = presentOrNone({
    viz: series.flag('hiddenSeries'),
    legend: series.flag('legend') === false ? true : undefined,
    tooltip: series.flag('hideTooltip'),
  });
  const color = series.text('color');
  const fill = series.number('fill');
  const radius = series.number('pointradius');
  const gradient = series.number('fillGradient');
  const dashes = series.flag('dashes');
  const dash = [series.number('dashLength') ?? 10, series.number('spaceLength') ?? 10];
  const stack = stackingOf(series.take('stack'));
  add('custom.drawStyle', drawStyle(series));
  add('color', color === undefined ? undefined : { mode: 'fixed', fixedColor: color });
  add('custom.fillOpacity', fill === undefined ? undefined : fill * 10);
  add('custom.gradientMode', gradient !== undefined && gradient > 0 ? 'opacity' : undefined);
  add('custom.lineWidth', series.number('linewidth'));
  add('custom.pointSize', radius === undefined ? undefined : 2 + radius * 2);
  add(
    'custom.lineStyle',
    dashes === undefined ? undefined : dashes ? { fill: 'dash', dash } : { fill: 'solid' },
  );
  add('custom.stacking', stack);
  add('custom.lineInterpolation', series.flag('steppedLine') === true ? 'stepAfter' : undefined);
  add('custom.spanNulls', series.text('nullPointMode') === 'connected' ? true : undefined);
  add('custom.fillBelowTo', series.text('fillBelowTo'));
  add('custom.transform', series.text('transform'));
  add('custom.hideFrom', hidden);
  for (const [key, value] of Object.entries(series.rest())) add(`graph.${key}`, value);
  return properties;
}

/** `seriesOverrides` and `aliasColors` of a graph panel as field overrides. */
export function upgradeGraphOverrides(old: Leftover, right: AxisOptions): Json[] {
  const overrides: Json[] = [];
  const colors = old.take('aliasColors');
  if (isJsonObject(colors)) {
    for (const [name, color] of Object.entries(colors)) {
      overrides.push({
        matcher: { id: 'byName', options: name },
        properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }],
      });
    }
  }
  for (const json of old.objects('seriesOverrides')) {
    const series = new Leftover(json);
    const alias = series.text('alias');
    if (alias === undefined) continue;
    const properties = seriesProperties(series, right);
    if (properties.length > 0) overrides.push({ matcher: matcher(alias), properties });
  }
  return overrides;
}
