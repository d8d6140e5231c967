import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonObject, mergeJson } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';

const CALC_OF_VALUE: ReadonlyMap<string, string> = new Map([
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum'],
  ['min', 'min'],
  ['max', 'max'],
]);

/** The pie chart plugin that came before Grafana had one of its own. */
export function upgradePieChart(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const legendType = old.text('legendType');
  const percentage = old.flag('legend', 'percentage') === true;
  const values = old.flag('legend', 'values') === true;
  const shown = old.flag('legend', 'show');
  const calc = CALC_OF_VALUE.get(old.text('valueName') ?? 'current') ?? 'lastNotNull';
  const aliases = old.take('aliasColors');
  const overrides: Json[] = isJsonObject(aliases)
    ? Object.entries(aliases).map(([name, fixedColor]) => ({
        matcher: { id: 'byName', options: name },
        properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
      }))
    : [];
  return mergeJson(old.rest(), {
    type: 'piechart',
    options: {
      pieType: old.text('pieType') === 'donut' ? 'donut' : 'pie',
      reduceOptions: { calcs: [calc], fields: '', values: false },
      legend: {
        showLegend: shown ?? true,
        displayMode: values || percentage ? 'table' : 'list',
        placement: legendType === 'Right side' ? 'right' : 'bottom',
        values: [...(values ? ['value'] : []), ...(percentage ? ['percent'] : [])],
      },
      displayLabels: legendType === 'On graph' ? ['name'] : [],
    },
    fieldConfig: {
      defaults: present({ unit: old.text('format'), decimals: old.number('decimals') }),
      overrides,
    },
  });
}
