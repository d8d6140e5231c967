import type {
  AdhocFilter,
  AdhocVariable,
  ConstantVariable,
  CustomVariable,
  DashboardVariable,
  DatasourceVariable,
  IntervalVariable,
  QueryVariable,
  TextboxVariable,
  UnsupportedVariable,
  VariableChoice,
  VariableOption,
} from '../../domain/dashboard-variable.ts';
import { VARIABLE_SORTS } from '../../domain/dashboard-variable.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import {
  anyJson,
  type Codec,
  flag,
  listOf,
  needed,
  nullableText,
  number,
  objectOf,
  optional,
  type Place,
  text,
  withFallback,
  words,
} from '../json/codec.ts';
import { isJsonArray, isJsonObject, type MutableJson, member } from '../json/json.ts';
import type { DatasourceNames } from './datasource.ts';
import { queryTextOf } from './variable-query-object.ts';

function scalarText(json: Json | undefined): string | undefined {
  if (typeof json === 'string') return json;
  return typeof json === 'number' || typeof json === 'boolean' ? String(json) : undefined;
}

function textOrTexts(json: Json | undefined): string | readonly string[] | undefined {
  if (!isJsonArray(json)) return scalarText(json);
  const texts = json.map(scalarText);
  return texts.every((item) => item !== undefined) ? texts : undefined;
}

/** `{text, value}`; other members (`selected`, `isNone`, `tags`) say nothing that these don't. */
const choice: Codec<VariableChoice> = {
  read(json) {
    const value = textOrTexts(member(json, 'value'));
    if (value === undefined) return undefined;
    return { text: textOrTexts(member(json, 'text')) ?? value, value };
  },
  write: ({ text: shown, value }) => ({ text: shown as Json, value: value as Json }),
};

const option: Codec<VariableOption> = {
  read(json) {
    const value = scalarText(member(json, 'value'));
    return value === undefined ? undefined : { text: scalarText(member(json, 'text')) ?? value, value };
  },
  write: (item) => ({ ...item }),
};

const base = {
  name: needed('name', text),
  label: optional('label', text),
  description: optional('description', text),
  hide: optional(
    'hide',
    words([
      [0, 'shown'],
      [1, 'labelHidden'],
      [2, 'hidden'],
    ]),
  ),
  current: optional('current', choice),
} as const;

const choices = {
  multi: optional('multi', flag),
  includeAll: optional('includeAll', flag),
  allValue: optional('allValue', nullableText),
  options: optional('options', listOf(option)),
  allowCustomValue: optional('allowCustomValue', flag),
} as const;

const CODECS = {
  query: objectOf<Omit<QueryVariable, 'kind'>>({
    ...base,
    ...choices,
    query: withFallback('query', text, ''),
    regex: optional('regex', text),
    refresh: optional(
      'refresh',
      words([
        [0, 'never'],
        [1, 'onLoad'],
        [2, 'onTimeRangeChange'],
      ]),
    ),
    sort: optional('sort', words(VARIABLE_SORTS.map((sort, i) => [i, sort] as const))),
    datasource: optional('datasource', anyJson),
  }),
  custom: objectOf<Omit<CustomVariable, 'kind'>>({
    ...base,
    ...choices,
    query: withFallback('query', text, ''),
  }),
  interval: objectOf<Omit<IntervalVariable, 'kind'>>({
    ...base,
    query: withFallback('query', text, ''),
    auto: optional('auto', flag),
    stepCount: optional('auto_count', number),
    minStep: optional('auto_min', text),
    options: optional('options', listOf(option)),
  }),
  constant: objectOf<Omit<ConstantVariable, 'kind'>>({ ...base, query: withFallback('query', text, '') }),
  textbox: objectOf<Omit<TextboxVariable, 'kind'>>({ ...base, query: withFallback('query', text, '') }),
  datasource: objectOf<Omit<DatasourceVariable, 'kind'>>({
    ...base,
    ...choices,
    query: withFallback('query', text, ''),
    regex: optional('regex', text),
  }),
  adhoc: objectOf<Omit<AdhocVariable, 'kind'>>({
    ...base,
    filters: optional(
      'filters',
      listOf(
        objectOf<AdhocFilter>({
          key: needed('key', text),
          operator: needed('operator', text),
          value: needed('value', text),
        }),
      ),
    ),
    datasource: optional('datasource', anyJson),
  }),
} as const;

const unsupported = objectOf<Omit<UnsupportedVariable, 'kind' | 'reason'>>({
  ...base,
  type: withFallback('type', text, ''),
});

function withoutType(json: JsonObject): JsonObject {
  const rest: MutableJson = { ...json };
  delete rest.type;
  return rest;
}

/**
 * A query variable's query may be an object (`{query, refId, qryType}`); its text is put in its place while the object's
 * other members stay beside it.
 */
const QUERY_OBJECT = '__queryObject';

function flattenQuery(json: JsonObject): JsonObject {
  const query = member(json, 'query');
  if (!isJsonObject(query)) return json;
  const inner = queryTextOf(query);
  if (inner === undefined) return json;
  const rest: MutableJson = { ...query };
  delete rest.query;
  return { ...json, query: inner, [QUERY_OBJECT]: rest };
}

function restoreQuery(json: JsonObject): JsonObject {
  const inner = member(json, QUERY_OBJECT);
  if (!isJsonObject(inner)) return json;
  const restored: MutableJson = { ...json, query: { ...inner, query: member(json, 'query') ?? '' } };
  delete restored[QUERY_OBJECT];
  return restored;
}

function reasonAgainst(json: JsonObject, names: DatasourceNames): string | null {
  const type = member(json, 'type');
  if (typeof type !== 'string' || !Object.hasOwn(CODECS, type)) {
    return `variables of type ${JSON.stringify(type ?? null)} are not known`;
  }
  if (type === 'query') {
    const source = names.classify(member(json, 'datasource'));
    if (source.kind === 'other') {
      return `its options come from a ${source.type} data source; only Prometheus queries can be answered`;
    }
    const query = member(json, 'query');
    if (isJsonObject(query) && queryTextOf(query) === undefined) {
      return 'its query is an object that names no label, metric or PromQL text';
    }
  }
  return null;
}

/** Reads one of `templating.list`; undefined only where it is no object or has no name. */
export function readVariable(
  json: Json,
  place: Place,
  names: DatasourceNames,
): DashboardVariable | undefined {
  if (!isJsonObject(json)) return undefined;
  const reason = reasonAgainst(json, names);
  if (reason !== null) {
    const read = unsupported.read(json, place.silent());
    return read === undefined ? undefined : { kind: 'unsupported', reason, ...read };
  }
  const kind = member(json, 'type') as keyof typeof CODECS;
  const read = CODECS[kind].read(withoutType(flattenQuery(json)), place);
  // Each codec reads the variable of its own kind.
  return read === undefined ? undefined : ({ kind, ...read } as DashboardVariable);
}

export function writeVariable(variable: DashboardVariable): Json {
  if (variable.kind === 'unsupported') return unsupported.write(variable);
  const codec = CODECS[variable.kind] as unknown as Codec<DashboardVariable>;
  return restoreQuery({ ...(codec.write(variable) as JsonObject), type: variable.kind });
}
