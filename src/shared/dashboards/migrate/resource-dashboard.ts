import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonObject, member, memberAt, objectsIn } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';
import { placeLayout } from './resource-layout.ts';
import { elementsToPanels, queryDatasource } from './resource-panel.ts';

const VARIABLE_TYPES: ReadonlyMap<string, string> = new Map([
  ['QueryVariable', 'query'],
  ['CustomVariable', 'custom'],
  ['IntervalVariable', 'interval'],
  ['ConstantVariable', 'constant'],
  ['TextVariable', 'textbox'],
  ['DatasourceVariable', 'datasource'],
  ['AdhocVariable', 'adhoc'],
]);

/** Words of the v2 form for the numbers of the classic one, which are their places in these lists. */
const HIDES = ['dontHide', 'hideLabel', 'hideVariable'];
const REFRESHES = ['never', 'onDashboardLoad', 'onTimeRangeChanged'];
const SORTS = [
  'disabled',
  'alphabeticalAsc',
  'alphabeticalDesc',
  'numericalAsc',
  'numericalDesc',
  'alphabeticalCaseInsensitiveAsc',
  'alphabeticalCaseInsensitiveDesc',
  'naturalAsc',
  'naturalDesc',
];
const CURSOR_SYNCS = ['Off', 'Crosshair', 'Tooltip'];

function ranked(words: readonly string[], word: Json | undefined): Json | undefined {
  const rank = typeof word === 'string' ? words.indexOf(word) : -1;
  return rank < 0 ? word : rank;
}

function queryText(query: Json | undefined): Json | undefined {
  const spec = member(query, 'spec');
  return member(spec, 'query') ?? member(spec, '__legacyStringValue') ?? member(spec, 'expr') ?? '';
}

function toVariable(json: JsonObject): JsonObject {
  const kind = member(json, 'kind');
  const type = typeof kind === 'string' ? (VARIABLE_TYPES.get(kind) ?? kind) : '';
  const spec = member(json, 'spec');
  const old = new Leftover(isJsonObject(spec) ? spec : {});
  const query = type === 'query' ? old.take('query') : undefined;
  const given = old.take('datasource');
  const variable = present({
    type,
    hide: ranked(HIDES, old.take('hide')),
    refresh: ranked(REFRESHES, old.take('refresh')),
    sort: ranked(SORTS, old.take('sort')),
    query: type === 'query' ? queryText(query) : type === 'datasource' ? old.take('pluginId') : undefined,
    datasource: type === 'query' ? queryDatasource(query, given) : given,
  });
  return { ...old.rest(), ...variable };
}

function toAnnotation(json: JsonObject): JsonObject {
  const spec = member(json, 'spec');
  const old = new Leftover(isJsonObject(spec) ? spec : {});
  const query = old.take('query');
  const legacy = old.take('legacyOptions');
  const asked = member(query, 'spec');
  const builtIn = old.flag('builtIn');
  return {
    ...(isJsonObject(legacy) ? legacy : {}),
    ...(isJsonObject(asked) ? asked : {}),
    ...old.rest(),
    ...present({
      builtIn: builtIn === true ? 1 : undefined,
      datasource: queryDatasource(query, old.take('datasource')),
    }),
  };
}

/** Tells whether an object is the `spec` of a dashboard in the v2 form. */
export function isResourceSpec(spec: Json | undefined): spec is JsonObject {
  return isJsonObject(spec) && isJsonObject(member(spec, 'elements')) && member(spec, 'panels') === undefined;
}

/** The `spec` of a v2 dashboard (Grafana 12 and later) in the classic form; `name` is the resource's name. */
export function resourceToClassic(spec: JsonObject, name: Json | undefined): JsonObject {
  const old = new Leftover(spec);
  const panels = elementsToPanels(old.take('elements'));
  const layout = old.take('layout');
  const time = present({ from: old.text('timeSettings', 'from'), to: old.text('timeSettings', 'to') });
  const head = present({
    uid: typeof name === 'string' ? name : undefined,
    time,
    refresh: old.text('timeSettings', 'autoRefresh'),
    timezone: old.text('timeSettings', 'timezone'),
    graphTooltip: ranked(CURSOR_SYNCS, old.take('cursorSync')),
  });
  const variables = old.objects('variables').map(toVariable);
  const annotations = objectsIn(old.take('annotations')).map(toAnnotation);
  return {
    ...old.rest(),
    ...head,
    annotations: { list: annotations },
    templating: { list: variables },
    panels: placeLayout(layout, 0, panels).panels,
  };
}

/** The name of the resource that a file holds. */
export function resourceName(file: Json): Json | undefined {
  return memberAt(file, ['metadata', 'name']);
}
