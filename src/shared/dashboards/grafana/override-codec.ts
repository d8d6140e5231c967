import type { FieldMatch, FieldOptions, FieldOverride } from '../../domain/dashboard-field.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Codec, Field, Place } from '../json/codec.ts';
import { isJsonArray, isJsonObject, type MutableJson, member } from '../json/json.ts';
import { FIELD_PATHS } from './field-codec.ts';

const FIELDS = Object.entries(FIELD_PATHS) as [keyof FieldOptions, Field<unknown>][];
const FIELD_BY_ID = new Map(FIELDS.map(([name, field]) => [field.path.join('.'), { name, field }]));

const MATCHER_IDS = [
  ['byName', 'name'],
  ['byRegexp', 'regex'],
  ['byFrameRefID', 'refId'],
  ['byType', 'type'],
] as const;

function readMatch(matcher: Json | undefined): FieldMatch | null {
  const id = member(matcher, 'id');
  const options = member(matcher, 'options');
  const by = MATCHER_IDS.find(([known]) => known === id)?.[1];
  if (by !== undefined && typeof options === 'string') return { by, value: options };
  if (id === 'byNames') {
    const names = member(options, 'names');
    if (isJsonArray(names) && names.every((name) => typeof name === 'string')) {
      return { by: 'names', names: names as string[], except: member(options, 'mode') === 'exclude' };
    }
  }
  return typeof id === 'string' ? { by: 'other', id } : null;
}

function writeMatch(match: FieldMatch, extra: JsonObject | undefined): Json {
  const before = member(extra, 'matcher');
  const kept: JsonObject = isJsonObject(before) ? before : {};
  switch (match.by) {
    case 'other':
      return { ...kept, id: match.id };
    case 'names': {
      const options = member(kept, 'options');
      return {
        ...kept,
        id: 'byNames',
        options: {
          ...(isJsonObject(options) ? options : {}),
          mode: match.except ? 'exclude' : 'include',
          names: [...match.names],
        },
      };
    }
    default:
      return {
        ...kept,
        id: MATCHER_IDS.find(([, by]) => by === match.by)?.[0] ?? match.by,
        options: match.value,
      };
  }
}

/** What of a matcher the model does not hold. */
function matcherRest(matcher: JsonObject, match: FieldMatch): JsonObject | undefined {
  const rest: MutableJson = { ...matcher };
  delete rest.id;
  if (match.by !== 'other' && match.by !== 'names') delete rest.options;
  return Object.keys(rest).length > 0 ? rest : undefined;
}

interface ReadProperties {
  readonly options: FieldOptions;
  readonly unread: readonly Json[];
}

function readProperties(properties: readonly Json[], place: Place): ReadProperties {
  const options: Record<string, unknown> = {};
  const unread: Json[] = [];
  for (const [i, property] of properties.entries()) {
    const id = member(property, 'id');
    const value = member(property, 'value');
    const known = typeof id === 'string' ? FIELD_BY_ID.get(id) : undefined;
    const at = place.item(i);
    const simple = isJsonObject(property) && Object.keys(property).length === 2;
    const read =
      known === undefined || value === undefined || !simple ? undefined : known.field.codec.read(value, at);
    if (known !== undefined && read !== undefined && !Object.hasOwn(options, known.name)) {
      options[known.name] = read;
    } else {
      if (typeof id === 'string') place.at(id).note(value ?? null);
      else at.note(property);
      unread.push(property);
    }
  }
  return { options: options as FieldOptions, unread };
}

function writeProperties(options: FieldOptions): Json[] {
  return (Object.entries(options) as [keyof typeof FIELD_PATHS, unknown][]).flatMap(([name, value]) => {
    const field = FIELD_PATHS[name] as Field<unknown> | undefined;
    return field === undefined || value === undefined
      ? []
      : [{ id: field.path.join('.'), value: field.codec.write(value) }];
  });
}

/** An override of `fieldConfig.overrides`: its matcher, and its properties as field options. */
export const fieldOverride: Codec<FieldOverride> = {
  read(json, place) {
    const matcher = member(json, 'matcher');
    const properties = member(json, 'properties') ?? [];
    const match = readMatch(matcher);
    if (!isJsonObject(json) || !isJsonObject(matcher) || !isJsonArray(properties) || match === null) {
      return undefined;
    }
    const { options, unread } = readProperties(properties, place.at('properties'));
    if (match.by === 'other') place.at('matcher').note(matcher);
    const rest: MutableJson = { ...json };
    delete rest.properties;
    delete rest.matcher;
    for (const [key, value] of Object.entries(rest)) place.at(key).note(value);
    const unreadMatcher = matcherRest(matcher, match);
    if (unreadMatcher !== undefined) rest.matcher = unreadMatcher;
    if (unread.length > 0) rest.properties = unread;
    return { match, options, ...(Object.keys(rest).length > 0 ? { extra: rest } : {}) };
  },
  write({ match, options, extra }) {
    const unread = member(extra, 'properties');
    return {
      ...extra,
      matcher: writeMatch(match, extra),
      properties: [...writeProperties(options), ...(isJsonArray(unread) ? unread : [])],
    };
  },
};
