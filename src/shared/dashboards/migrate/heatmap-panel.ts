import type { Json, JsonObject } from '../../domain/json.ts';
import { mergeJson } from '../json/json.ts';
import { Leftover, present, presentOrNone } from './leftover.ts';

function colors(old: Leftover): JsonObject {
  const mode = old.text('color', 'mode');
  const scheme = old.text('color', 'colorScheme')?.replace(/^interpolate/, '');
  return present({
    mode: mode === 'opacity' ? 'opacity' : 'scheme',
    scheme,
    fill: old.text('color', 'cardColor'),
    scale: old.text('color', 'colorScale') === 'linear' ? 'linear' : 'exponential',
    exponent: old.number('color', 'exponent'),
    min: old.number('color', 'min'),
    max: old.number('color', 'max'),
    steps: mode === 'opacity' ? undefined : 64,
    reverse: false,
  });
}

function yAxis(old: Leftover): JsonObject {
  const shown = old.flag('yAxis', 'show');
  return present({
    axisPlacement: shown === false ? 'hidden' : 'left',
    unit: old.text('yAxis', 'format'),
    decimals: old.number('yAxis', 'decimals'),
    min: old.number('yAxis', 'min'),
    max: old.number('yAxis', 'max'),
    reverse: old.flag('reverseYBuckets'),
  });
}

const LAYOUT_OF_BOUND: ReadonlyMap<string, string> = new Map([
  ['upper', 'le'],
  ['lower', 'ge'],
  ['middle', 'unknown'],
]);

function buckets(old: Leftover, axis: 'x' | 'y'): Json | undefined {
  const size = old.number(`${axis}BucketSize`);
  const count = old.number(`${axis}BucketNumber`);
  if (size !== undefined) return { mode: 'size', value: String(size) };
  return count === undefined ? undefined : { mode: 'count', value: String(count) };
}

/** The heatmap of Grafana 4 to 8, whose options were members of the panel. */
export function upgradeHeatmap(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const calculate = (old.text('dataFormat') ?? 'timeseries') !== 'tsbuckets';
  const hideZero = old.flag('hideZeroBuckets') === true;
  const bound = old.text('yBucketBound');
  const logBase = old.number('yAxis', 'logBase') ?? 1;
  const calculation = presentOrNone({
    xBuckets: buckets(old, 'x'),
    yBuckets: buckets(old, 'y'),
  });
  const yScale = calculate && logBase > 1 ? { yBuckets: { scale: { type: 'log', log: logBase } } } : {};
  const merged = calculation === undefined ? yScale : mergeJson(calculation, yScale);
  const options = present({
    calculate,
    calculation: Object.keys(merged).length === 0 ? undefined : merged,
    color: colors(old),
    yAxis: yAxis(old),
    cellGap: old.number('cards', 'cardPadding'),
    cellRadius: old.number('cards', 'cardRound'),
    filterValues: hideZero ? { le: 1e-9 } : undefined,
    legend: present({ show: old.flag('legend', 'show') }),
    tooltip: present({
      mode: old.flag('tooltip', 'show') === false ? 'none' : 'single',
      yHistogram: old.flag('tooltip', 'showHistogram'),
    }),
    rowsFrame: bound === undefined ? undefined : { layout: LAYOUT_OF_BOUND.get(bound) ?? 'auto' },
  });
  return mergeJson(old.rest(), { type: 'heatmap', options });
}
