import type { Json } from '../../domain/json.ts';
import type { UnmappedValue } from '../json/codec.ts';
import { isJsonArray, isJsonObject } from '../json/json.ts';

/** Members that describe the file or its former home, not how anything looks. */
const BOOKKEEPING = new Set([
  '$$hashKey',
  '__elements',
  '__inputs',
  '__requires',
  'definition',
  'fiscalYearStartMonth',
  'gnetId',
  'id',
  'iteration',
  'pluginVersion',
  'preload',
  'refId',
  'schemaVersion',
  'skipUrlSync',
  'style',
  'version',
  'weekStart',
  'queryValue',
  'qryType',
  'allFormat',
  'multiFormat',
  'tagsQuery',
  'tagValuesQuery',
  'useTags',
  'editorMode',
  'legendFormatMode',
  'step',
  'metric',
  'error',
  'editable',
  'renderer',
  'maxPerRow',
  'repeatDirection',
  'repeatIteration',
  'repeatRowId',
  'repeatPanelId',
  'scopedVars',
  'cacheTimeout',
  'queryCachingTTL',
  'adhocFilters',
  'useBackend',
  'disableTextWrap',
  'fullMetaSearch',
  'includeNullMetadata',
  'value_type',
  'dsType',
  'calculatedInterval',
  'showTitle',
  'titleSize',
]);

/** What Grafana does anyway where nothing is said. */
const DEFAULTS: readonly (readonly [path: string, value: Json])[] = [
  ['timepicker.', null],
  ['__queryObject.', null],
  ['options.code.language', 'plaintext'],
  ['xaxis.show', true],
  ['xaxis.mode', 'time'],
  ['x-axis', true],
  ['y-axis', true],
  ['nullPointMode', 'null'],
  ['options.alertThreshold', true],
  // Only dashed lines have a pace, and tables need no second word for being one.
  ['paceLength', 10],
  ['legend.asTable', true],
  ['tooltip.yHistogram', false],
];

/** When the options of variables that need no asking are asked. */
const VARIABLE_REFRESH = /^templating\.list\[\d+\]\.refresh$/;

function isEmpty(value: Json): boolean {
  if (value === null || value === false || value === '') return true;
  if (isJsonArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Tells whether an option that was not read has no effect in Grafana either. */
export function isNeutral({ where, value }: UnmappedValue): boolean {
  if (isEmpty(value)) return true;
  const segments = where.split(/[.[\]]+/).filter((segment) => segment !== '');
  if (segments.some((segment) => BOOKKEEPING.has(segment))) return true;
  if (VARIABLE_REFRESH.test(where) && [0, 1, 2].includes(value as number)) return true;
  return DEFAULTS.some(
    ([path, neutral]) =>
      (neutral === null && where.includes(path)) || (where.endsWith(path) && value === neutral),
  );
}
