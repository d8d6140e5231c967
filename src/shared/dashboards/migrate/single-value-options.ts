import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, member, mergeJson, objectsIn } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';
import { upgradeMappings } from './value-maps.ts';

const CALC_OF_STAT: ReadonlyMap<string, string> = new Map([
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum'],
]);

/** Steps were listed with an index from high to low, the lowest at -Infinity, which JSON wrote as null. */
function steps(list: Json | undefined): JsonObject | undefined {
  const old = objectsIn(list);
  if (old.length === 0) return undefined;
  const sorted = old
    .map((step) => ({ value: member(step, 'value'), color: member(step, 'color') ?? 'green' }))
    .map((step) => ({ ...step, value: typeof step.value === 'number' ? step.value : null }))
    .sort((a, b) => (a.value ?? Number.NEGATIVE_INFINITY) - (b.value ?? Number.NEGATIVE_INFINITY));
  return { mode: 'absolute', steps: sorted };
}

function calcsOf(stat: Json | undefined): Json[] | undefined {
  return typeof stat === 'string' ? [CALC_OF_STAT.get(stat) ?? stat] : undefined;
}

/** Gauges, bar gauges and stats of 6.0 (`valueOptions`, `thresholds`) and of 6.1 to 6.7 (`fieldOptions`). */
export function upgradeSingleValue(panel: JsonObject): JsonObject {
  const options = member(panel, 'options');
  const fieldOptions = member(options, 'fieldOptions');
  const valueOptions = member(options, 'valueOptions');
  if (!isJsonObject(fieldOptions) && !isJsonObject(valueOptions)) return panel;
  const old = new Leftover(panel);
  const fields = old.take('options', 'fieldOptions', 'fields');
  const all = old.flag('options', 'fieldOptions', 'values');
  const calcs = old.take('options', 'fieldOptions', 'calcs');
  const stat = calcsOf(old.take('options', 'valueOptions', 'stat'));
  const given = old.take('options', 'fieldOptions', 'defaults');
  const overrides =
    old.take('options', 'fieldOptions', 'overrides') ?? old.take('options', 'fieldOptions', 'override');
  const oldSteps = old.take('options', 'thresholds') ?? old.take('options', 'fieldOptions', 'thresholds');
  const oldMappings = old.take('options', 'valueMappings') ?? old.take('options', 'fieldOptions', 'mappings');
  const defaults = present({
    unit: old.text('options', 'valueOptions', 'unit'),
    decimals: old.number('options', 'valueOptions', 'decimals'),
    min: old.number('options', 'minValue'),
    max: old.number('options', 'maxValue'),
    thresholds: steps(oldSteps),
    mappings: oldMappings === undefined ? undefined : upgradeMappings(oldMappings),
    ...(isJsonObject(given) ? given : {}),
  });
  return mergeJson(old.rest(), {
    options: {
      reduceOptions: present({
        calcs: isJsonArray(calcs) ? calcs : (stat ?? ['mean']),
        fields,
        values: all ?? false,
      }),
    },
    fieldConfig: { defaults, overrides: isJsonArray(overrides) ? overrides : [] },
  });
}
