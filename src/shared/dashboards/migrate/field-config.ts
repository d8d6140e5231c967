import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, type MutableJson, member } from '../json/json.ts';
import { upgradeMappings } from './value-maps.ts';

/** What tables called `displayMode` (before version 38) as cell options. */
function cellOptions(displayMode: string): JsonObject {
  switch (displayMode) {
    case 'basic':
    case 'gradient-gauge':
    case 'lcd-gauge': {
      const modes: Readonly<Record<string, string>> = {
        basic: 'basic',
        'gradient-gauge': 'gradient',
        'lcd-gauge': 'lcd',
      };
      return { type: 'gauge', mode: modes[displayMode] ?? 'basic' };
    }
    case 'color-background':
      return { type: 'color-background', mode: 'gradient' };
    case 'color-background-solid':
      return { type: 'color-background', mode: 'basic' };
    default:
      return { type: displayMode };
  }
}

function hideFrom(value: JsonObject): JsonObject {
  const graph = member(value, 'graph');
  if (graph === undefined) return value;
  const changed: MutableJson = { viz: graph, ...value };
  delete changed.graph;
  return changed;
}

function upgradeCustom(custom: JsonObject): JsonObject {
  const changed: MutableJson = { ...custom };
  const displayMode = member(custom, 'displayMode');
  if (typeof displayMode === 'string' && member(custom, 'cellOptions') === undefined) {
    changed.cellOptions = cellOptions(displayMode);
    delete changed.displayMode;
  }
  const hidden = member(custom, 'hideFrom');
  if (isJsonObject(hidden)) changed.hideFrom = hideFrom(hidden);
  return changed;
}

function upgradeDefaults(defaults: JsonObject): JsonObject {
  const changed: MutableJson = { ...defaults };
  const title = member(defaults, 'title');
  if (typeof title === 'string' && member(defaults, 'displayName') === undefined) {
    changed.displayName = title;
    delete changed.title;
  }
  const mappings = member(defaults, 'mappings');
  if (mappings !== undefined) changed.mappings = upgradeMappings(mappings);
  const custom = member(defaults, 'custom');
  if (isJsonObject(custom)) changed.custom = upgradeCustom(custom);
  return changed;
}

function upgradeProperty(property: Json): Json {
  const id = member(property, 'id');
  const value = member(property, 'value');
  if (!isJsonObject(property) || value === undefined) return property;
  if (id === 'mappings') return { ...property, value: upgradeMappings(value) };
  if (id === 'title') return { ...property, id: 'displayName' };
  if (id === 'custom.displayMode' && typeof value === 'string') {
    return { ...property, id: 'custom.cellOptions', value: cellOptions(value) };
  }
  if (id === 'custom.hideFrom' && isJsonObject(value)) return { ...property, value: hideFrom(value) };
  return property;
}

function upgradeOverride(override: Json): Json {
  const properties = member(override, 'properties');
  return isJsonObject(override) && isJsonArray(properties)
    ? { ...override, properties: properties.map(upgradeProperty) }
    : override;
}

/** Field options of versions 7 to 10 in the current form: mappings, cell and hide options, titles. */
export function upgradeFieldConfig(panel: JsonObject): JsonObject {
  const config = member(panel, 'fieldConfig');
  if (!isJsonObject(config)) return panel;
  const changed: MutableJson = { ...config };
  const defaults = member(config, 'defaults');
  if (isJsonObject(defaults)) changed.defaults = upgradeDefaults(defaults);
  const overrides = member(config, 'overrides');
  if (isJsonArray(overrides)) changed.overrides = overrides.map(upgradeOverride);
  return { ...panel, fieldConfig: changed };
}
