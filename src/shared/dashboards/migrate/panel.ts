import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, type MutableJson, member, mergeJson } from '../json/json.ts';
import { upgradeFieldConfig } from './field-config.ts';
import { upgradeGraph } from './graph-panel.ts';
import { upgradeHeatmap } from './heatmap-panel.ts';
import { upgradePieChart } from './piechart-panel.ts';
import { upgradePlugin } from './plugin-panels.ts';
import { upgradeSingleValue } from './single-value-options.ts';
import { upgradeSinglestat } from './singlestat-panel.ts';
import { upgradeTable } from './table-panel.ts';
import { upgradeText } from './text-panel.ts';

function isOldTable(panel: JsonObject): boolean {
  const defaults = member(member(panel, 'fieldConfig'), 'defaults');
  return isJsonArray(member(panel, 'styles')) && member(defaults, 'custom') === undefined;
}

function isOldHeatmap(panel: JsonObject): boolean {
  return (
    member(member(panel, 'options'), 'calculate') === undefined && member(panel, 'dataFormat') !== undefined
  );
}

/** The panel's newest type for an older one of the same thing. */
function upgradeType(panel: JsonObject): JsonObject {
  switch (member(panel, 'type')) {
    case 'graph':
    case 'graphite':
      return upgradeGraph(panel);
    case 'singlestat':
      return upgradeSinglestat(panel);
    case 'singlestat2':
      return upgradeSingleValue({ ...panel, type: 'stat' });
    case 'stat':
    case 'gauge':
    case 'bargauge':
      return upgradeSingleValue(panel);
    case 'table-old':
      return upgradeTable(panel);
    case 'table2':
      return { ...panel, type: 'table' };
    case 'table':
      return isOldTable(panel) ? upgradeTable(panel) : panel;
    case 'heatmap':
      return isOldHeatmap(panel) ? upgradeHeatmap(panel) : panel;
    case 'grafana-piechart-panel':
      return upgradePieChart(panel);
    case 'text':
    case 'text2':
      return upgradeText(panel);
    default:
      return upgradePlugin(panel) ?? panel;
  }
}

const LETTERS = 26;

/** A, B ... Z, AA, AB ... */
function refIdAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? letter : refIdAt(Math.floor(index / LETTERS) - 1) + letter;
}

/** Every target gets a refId; it is part of what tables call their columns. */
function nameTargets(targets: readonly Json[]): Json[] {
  const objects = targets.filter(isJsonObject);
  const used = new Set(objects.map((target) => member(target, 'refId')));
  let next = 0;
  return objects.map((target) => {
    const own = member(target, 'refId');
    if (typeof own === 'string' && own !== '') return target;
    while (used.has(refIdAt(next))) next += 1;
    const refId = refIdAt(next);
    used.add(refId);
    return { ...target, refId };
  });
}

function upgradeLegendAndTooltip(panel: JsonObject): JsonObject {
  const options = member(panel, 'options');
  if (!isJsonObject(options)) return panel;
  const changed: MutableJson = { ...options };
  const tooltip = member(options, 'tooltipOptions');
  if (isJsonObject(tooltip)) {
    delete changed.tooltipOptions;
    changed.tooltip = tooltip;
  }
  const legend = member(options, 'legend');
  if (isJsonObject(legend) && member(legend, 'displayMode') === 'hidden') {
    changed.legend = { ...legend, displayMode: 'list', showLegend: false };
  } else if (isJsonObject(legend) && member(legend, 'isVisible') !== undefined) {
    changed.legend = mergeJson(legend, { showLegend: member(legend, 'isVisible') === true });
  }
  return { ...panel, options: changed };
}

/** A panel of any version in the current form; `id` is its own or the given one. */
export function upgradePanel(panel: JsonObject, id: number): JsonObject {
  const targets = member(panel, 'targets');
  const named: JsonObject = {
    ...panel,
    id,
    ...(isJsonArray(targets) ? { targets: nameTargets(targets) } : {}),
  };
  return upgradeFieldConfig(upgradeLegendAndTooltip(upgradeType(named)));
}
