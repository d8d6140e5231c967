import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, mergeJson, objectsIn } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';
import { upgradeThresholds, upgradeValueMaps } from './value-maps.ts';

const CELL_OF_COLOR_MODE: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['cell', { type: 'color-background', mode: 'basic' }],
  ['row', { type: 'color-background', mode: 'basic', applyToRow: true }],
  ['value', { type: 'color-text' }],
]);

const CALC_OF_COLUMN: ReadonlyMap<string, string> = new Map([
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum'],
  ['min', 'min'],
  ['max', 'max'],
  ['count', 'count'],
]);

function matcher(pattern: string): JsonObject {
  return pattern.startsWith('/') && pattern.length > 1
    ? { id: 'byRegexp', options: pattern }
    : { id: 'byName', options: pattern };
}

function unitOf(style: Leftover, type: string | undefined): string | undefined {
  const unit = style.text('unit');
  const pattern = style.text('dateFormat');
  if (type === 'date') return pattern === undefined ? 'dateTimeAsIso' : `time:${pattern}`;
  return type === 'number' ? unit : undefined;
}

function linksOf(style: Leftover): Json | undefined {
  const wanted = style.flag('link');
  const url = style.text('linkUrl');
  const title = style.text('linkTooltip');
  const newTab = style.flag('linkTargetBlank');
  return wanted === true && url !== undefined
    ? [present({ title: title ?? '', url, targetBlank: newTab })]
    : undefined;
}

function styleOverride(json: JsonObject): Json | null {
  const style = new Leftover(json);
  const pattern = style.text('pattern');
  if (pattern === undefined) return null;
  const type = style.text('type');
  const alias = style.text('alias');
  const colors = style.take('colors');
  const cell = CELL_OF_COLOR_MODE.get(style.text('colorMode') ?? '');
  const thresholds = upgradeThresholds(
    style.take('thresholds'),
    isJsonArray(colors) ? (colors as Json[]) : [],
  );
  const mappings = upgradeValueMaps(
    style.take('mappingType'),
    style.objects('valueMaps'),
    style.objects('rangeMaps'),
  );
  const properties = present({
    displayName: alias === '' ? undefined : alias,
    unit: unitOf(style, type),
    decimals: style.number('decimals'),
    'custom.align': style.text('align') || undefined,
    'custom.hidden': type === 'hidden' ? true : undefined,
    'custom.cellOptions': cell,
    thresholds: cell === undefined ? undefined : thresholds,
    mappings: mappings.length === 0 ? undefined : mappings,
    links: linksOf(style),
  });
  const list = Object.entries(properties).map(([id, value]) => ({ id, value }));
  const unread = Object.entries(style.rest()).map(([key, value]) => ({ id: `style.${key}`, value }));
  return { matcher: matcher(pattern), properties: [...list, ...unread] };
}

function transformations(old: Leftover): Json[] {
  const transform = old.text('transform');
  const columns = old.objects('columns');
  switch (transform) {
    case 'timeseries_to_columns':
      return [{ id: 'joinByField', options: { byField: 'Time', mode: 'outer' } }];
    case 'timeseries_to_rows':
      return [{ id: 'seriesToRows', options: {} }];
    case 'timeseries_aggregations': {
      const calcs = columns.flatMap((column) => {
        const name = typeof column.value === 'string' ? column.value : '';
        return CALC_OF_COLUMN.get(name) ?? (name === '' ? [] : name);
      });
      return [{ id: 'reduce', options: { reducers: calcs, includeTimeField: false } }];
    }
    case 'table':
      return [{ id: 'merge', options: {} }];
    default:
      return [];
  }
}

/** The table of Grafana 1 to 6, whose columns were formatted by `styles`, as today's table with overrides. */
export function upgradeTable(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const overrides = objectsIn(old.take('styles')).flatMap((style) => styleOverride(style) ?? []);
  const header = old.flag('showHeader');
  const steps = transformations(old);
  const upgraded: JsonObject = {
    type: 'table',
    options: present({ showHeader: header ?? true }),
    fieldConfig: { defaults: {}, overrides },
    ...(steps.length > 0 ? { transformations: steps } : {}),
  };
  return mergeJson(old.rest(), upgraded);
}
