import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, mergeJson } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';
import { upgradeThresholds, upgradeValueMaps } from './value-maps.ts';

const CALC_OF_VALUE: ReadonlyMap<string, string> = new Map([
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum'],
  ['first', 'firstNotNull'],
  ['name', 'lastNotNull'],
  ['delta', 'delta'],
  ['diff', 'diff'],
  ['range', 'range'],
  ['min', 'min'],
  ['max', 'max'],
  ['last_time', 'lastNotNull'],
]);

function colorMode(old: Leftover): string {
  const background = old.flag('colorBackground') === true;
  const value = old.flag('colorValue') === true;
  if (background) return 'background';
  return value ? 'value' : 'none';
}

/** The unit with the words before and behind it, which the newer panel has no place for. */
function unitWithAffixes(old: Leftover): string | undefined {
  const unit = old.text('format');
  const isPlain = unit === undefined || unit === 'none' || unit === 'short' || unit === '';
  if (!isPlain) return unit;
  const behind = old.text('postfix')?.trim() ?? '';
  if (behind !== '') return `suffix:${behind}`;
  const before = old.text('prefix')?.trim() ?? '';
  return before === '' ? unit : `prefix:${before}`;
}

/** The `singlestat` panel of Grafana 1 to 6 as a `stat`, or as a `gauge` where it was drawn as one. */
export function upgradeSinglestat(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const isGauge = old.flag('gauge', 'show') === true;
  const valueName = old.text('valueName') ?? 'avg';
  const calc = CALC_OF_VALUE.get(valueName) ?? 'lastNotNull';
  const colors = old.take('colors');
  const mappings = upgradeValueMaps(
    old.take('mappingType'),
    old.objects('valueMaps'),
    old.objects('rangeMaps'),
  );
  old.take('mappingTypes');
  const thresholds = upgradeThresholds(old.take('thresholds'), isJsonArray(colors) ? (colors as Json[]) : []);
  const field = old.text('tableColumn') ?? '';
  const lowest = old.number('gauge', 'minValue');
  const highest = old.number('gauge', 'maxValue');
  const labels = old.flag('gauge', 'thresholdLabels');
  const markers = old.flag('gauge', 'thresholdMarkers');
  const sparkline = old.flag('sparkline', 'show') === true;
  const coloring = colorMode(old);
  const shared = {
    reduceOptions: { calcs: [calc], fields: field, values: false },
    orientation: 'horizontal',
  };
  const upgraded: JsonObject = {
    type: isGauge ? 'gauge' : 'stat',
    options: isGauge
      ? { ...shared, ...present({ showThresholdLabels: labels, showThresholdMarkers: markers }) }
      : {
          ...shared,
          colorMode: coloring,
          graphMode: sparkline ? 'area' : 'none',
          textMode: valueName === 'name' ? 'name' : 'auto',
          justifyMode: 'auto',
        },
    fieldConfig: {
      defaults: present({
        unit: valueName === 'last_time' ? (old.text('format') ?? 'dateTimeAsIso') : unitWithAffixes(old),
        decimals: old.number('decimals'),
        min: isGauge ? lowest : undefined,
        max: isGauge ? highest : undefined,
        noValue: old.text('nullText'),
        mappings,
        thresholds: thresholds ?? { mode: 'absolute', steps: [{ value: null, color: 'green' }] },
        color: { mode: 'thresholds' },
      }),
      overrides: [],
    },
  };
  return mergeJson(old.rest(), upgraded);
}
