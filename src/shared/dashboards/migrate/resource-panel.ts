import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonObject, member, mergeJson, objectsIn } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';

/** A query's kind: `group` of a DataQuery, or the `kind` itself in the form before. */
function queryType(query: Json | undefined): Json | undefined {
  const kind = member(query, 'kind');
  return kind === 'DataQuery' ? member(query, 'group') : kind;
}

/** A query's data source as classic files name it. */
export function queryDatasource(query: Json | undefined, given: Json | undefined): Json | undefined {
  const type = queryType(query);
  const uid = member(member(query, 'datasource'), 'name') ?? member(given, 'uid');
  return type === undefined && uid === undefined ? undefined : present({ type, uid });
}

function toTarget(json: JsonObject): JsonObject {
  const old = new Leftover(json);
  old.take('kind');
  const query = old.take('spec', 'query');
  const datasource = queryDatasource(query, old.take('spec', 'datasource'));
  const refId = old.text('spec', 'refId');
  const hide = old.flag('spec', 'hidden');
  const asked = member(query, 'spec');
  return { ...old.rest(), ...(isJsonObject(asked) ? asked : {}), ...present({ refId, hide, datasource }) };
}

function toTransformation(json: JsonObject): JsonObject {
  const spec = member(json, 'spec');
  const kind = member(json, 'kind');
  const id = member(spec, 'id') ?? (kind === 'Transformation' ? member(json, 'group') : kind);
  return { ...(isJsonObject(spec) ? spec : {}), ...present({ id }) };
}

function toLibraryPanel(old: Leftover): JsonObject {
  const name = old.text('spec', 'libraryPanel', 'name');
  const uid = old.text('spec', 'libraryPanel', 'uid');
  return {
    ...present({ id: old.number('spec', 'id'), title: old.text('spec', 'title') }),
    libraryPanel: present({ name, uid }),
  };
}

/** An element of a v2 dashboard as a classic panel without a place; what it has more stays in it. */
function elementToPanel(element: JsonObject): JsonObject {
  const old = new Leftover(element);
  const kind = old.text('kind');
  if (kind === 'LibraryPanel') return mergeJson(old.rest(), toLibraryPanel(old));
  const vizKind = old.text('spec', 'vizConfig', 'kind');
  const group = old.text('spec', 'vizConfig', 'group');
  const pluginVersion =
    old.text('spec', 'vizConfig', 'version') ?? old.text('spec', 'vizConfig', 'spec', 'pluginVersion');
  old.take('spec', 'data', 'kind');
  const targets = old.objects('spec', 'data', 'spec', 'queries').map(toTarget);
  const transformations = old.objects('spec', 'data', 'spec', 'transformations').map(toTransformation);
  const queryOptions = old.take('spec', 'data', 'spec', 'queryOptions');
  const panel = present({
    type: vizKind === 'VizConfig' ? group : vizKind,
    pluginVersion,
    id: old.number('spec', 'id'),
    title: old.text('spec', 'title'),
    description: old.text('spec', 'description'),
    transparent: old.flag('spec', 'transparent'),
    links: old.take('spec', 'links'),
    options: old.take('spec', 'vizConfig', 'spec', 'options'),
    fieldConfig: old.take('spec', 'vizConfig', 'spec', 'fieldConfig'),
    targets,
    transformations: transformations.length === 0 ? undefined : transformations,
  });
  return { ...old.rest(), ...(isJsonObject(queryOptions) ? queryOptions : {}), ...panel };
}

/** The panels of a v2 dashboard by the name that its layout calls them. */
export function elementsToPanels(elements: Json | undefined): ReadonlyMap<string, JsonObject> {
  if (!isJsonObject(elements)) return new Map();
  return new Map(
    Object.entries(elements).flatMap(([name, element]) =>
      objectsIn([element]).map((json) => [name, elementToPanel(json)] as const),
    ),
  );
}
