import type { Json, JsonObject } from '../../domain/json.ts';
import { member, memberAt, mergeJson } from '../json/json.ts';

/** Panels of plugins whose content one of the known kinds can show, and that kind. */
const KIND_OF_PLUGIN: ReadonlyMap<string, string> = new Map([
  ['grafana-polystat-panel', 'stat'],
  ['vonage-status-panel', 'stat'],
  ['farski-blendstat-panel', 'stat'],
  ['nikosc-percenttrend-panel', 'stat'],
  ['michaeldmoore-multistat-panel', 'bargauge'],
  ['briangann-gauge-panel', 'gauge'],
  ['natel-discrete-panel', 'state-timeline'],
  ['flant-statusmap-panel', 'status-history'],
]);

const FIGURES = new Set(['stat', 'bargauge', 'gauge']);

function unitOf(panel: JsonObject): Json | undefined {
  return (
    memberAt(panel, ['options', 'globalUnitFormat']) ??
    memberAt(panel, ['polystat', 'globalUnitFormat']) ??
    member(panel, 'format')
  );
}

/** A plugin's panel as the kind that shows the same; undefined for one that has no counterpart. */
export function upgradePlugin(panel: JsonObject): JsonObject | undefined {
  const type = member(panel, 'type');
  const kind = typeof type === 'string' ? KIND_OF_PLUGIN.get(type) : undefined;
  if (kind === undefined) return undefined;
  const unit = unitOf(panel);
  const upgraded: JsonObject = {
    ...(kind === 'stat' ? { options: { textMode: 'value_and_name', colorMode: 'background' } } : {}),
    ...(FIGURES.has(kind) && typeof unit === 'string' ? { fieldConfig: { defaults: { unit } } } : {}),
  };
  return { ...mergeJson(upgraded, panel), type: kind };
}
