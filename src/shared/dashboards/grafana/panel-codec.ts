import {
  type DataPanel,
  type GridPosition,
  type Panel,
  type PanelTarget,
  type Repeat,
  type RowPanel,
  TRANSFORMATIONS,
  type Transformation,
  type UnsupportedPanel,
} from '../../domain/dashboard-panel.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import {
  anyJson,
  type Codec,
  flag,
  jsonObject,
  listOf,
  needed,
  number,
  objectOf,
  optional,
  type Place,
  text,
  withFallback,
  words,
} from '../json/codec.ts';
import { isJsonArray, isJsonObject, type MutableJson, member } from '../json/json.ts';
import type { DatasourceNames, QuerySource } from './datasource.ts';
import { dataLink, fieldOptions } from './field-codec.ts';
import {
  alertListOptions,
  barChartOptions,
  barGaugeOptions,
  gaugeOptions,
  heatmapOptions,
  histogramOptions,
  pieChartOptions,
  stateTimelineOptions,
  statOptions,
  tableOptions,
  textOptions,
  timeSeriesOptions,
} from './options-codec.ts';
import { fieldOverride } from './override-codec.ts';
import { readTarget, writeTarget } from './target-codec.ts';
import { describeUnsupportedType } from './unsupported-types.ts';

const grid: Codec<GridPosition> = objectOf<GridPosition>({
  x: needed('x', number),
  y: needed('y', number),
  width: needed('w', number),
  height: needed('h', number),
});

const NO_PLACE: GridPosition = { x: 0, y: 0, width: 6, height: 3 };

const repeat: Codec<Repeat> = objectOf<Repeat>({
  variable: needed('repeat', text),
  direction: optional(
    'repeatDirection',
    words([
      ['h', 'horizontal'],
      ['v', 'vertical'],
    ]),
  ),
  maxPerRow: optional('maxPerRow', number),
});

const transformation: Codec<Transformation> = objectOf<Transformation>({
  id: needed(
    'id',
    words([...TRANSFORMATIONS.map((id) => [id, id] as const), ['seriesToColumns', 'joinByField']]),
  ),
  options: withFallback('options', jsonObject, {}),
  disabled: optional('disabled', flag),
});

const unknownTransformation: Codec<Transformation> = objectOf<Transformation>({
  id: needed('id', text),
  options: withFallback('options', jsonObject, {}),
  disabled: optional('disabled', flag),
});

const anyTransformation: Codec<Transformation> = {
  read: (json, place) => transformation.read(json, place) ?? unknownTransformation.read(json, place),
  write: (value) => unknownTransformation.write(value),
};

const head = {
  id: needed('id', number),
  title: withFallback('title', text, ''),
  grid: withFallback('gridPos', grid, NO_PLACE),
} as const;

const OPTIONS = {
  timeseries: timeSeriesOptions,
  stat: statOptions,
  gauge: gaugeOptions,
  bargauge: barGaugeOptions,
  barchart: barChartOptions,
  table: tableOptions,
  heatmap: heatmapOptions,
  histogram: histogramOptions,
  piechart: pieChartOptions,
  'state-timeline': stateTimelineOptions,
  text: textOptions,
  alertlist: alertListOptions,
} as const;

type DataKind = DataPanel['kind'];

/** The members of data panels that every kind has, targets aside: those need the file's data sources. */
type Body = Omit<DataPanel, 'kind' | 'options' | 'repeat' | 'targets'>;

const body: Codec<Body> = objectOf<Body>({
  ...head,
  description: optional('description', text),
  links: optional('links', listOf(dataLink)),
  transparent: optional('transparent', flag),
  datasource: optional('datasource', anyJson),
  transformations: withFallback('transformations', listOf(anyTransformation), []),
  field: withFallback('fieldConfig.defaults', fieldOptions, {}),
  overrides: withFallback('fieldConfig.overrides', listOf(fieldOverride), []),
  interval: optional('interval', text),
  maxDataPoints: optional('maxDataPoints', number),
  timeFrom: optional('timeFrom', text),
  timeShift: optional('timeShift', text),
  hideTimeOverride: optional('hideTimeOverride', flag),
});

const rowBody = objectOf<Omit<RowPanel, 'kind' | 'panels' | 'repeat'>>({
  ...head,
  collapsed: withFallback('collapsed', flag, false),
});

const unsupportedBody = objectOf<Omit<UnsupportedPanel, 'kind' | 'reason'>>({
  ...head,
  type: withFallback('type', text, ''),
});

/** Types of the file and the kind that they are here. */
const KIND_OF_TYPE: ReadonlyMap<string, DataKind> = new Map([
  ...(Object.keys(OPTIONS) as DataKind[]).map((kind) => [kind, kind] as const),
  ['status-history', 'state-timeline'],
  ['heatmap-new', 'heatmap'],
]);

/** What the reading of panels needs to know of the file around them. */
export interface PanelReading {
  readonly names: DatasourceNames;
  /** Called for each panel with its place in the file. */
  readonly onPanel: (panel: Panel, where: string, type: string) => void;
}

function split(json: JsonObject, keys: readonly string[]): readonly [rest: JsonObject, taken: JsonObject] {
  const rest: MutableJson = {};
  const taken: MutableJson = {};
  for (const [key, value] of Object.entries(json)) (keys.includes(key) ? taken : rest)[key] = value;
  return [rest, taken];
}

const REPEAT_KEYS = ['repeat', 'repeatDirection', 'maxPerRow'];

/** A repeat without a variable is none; its other members stay where they are. */
function readRepeat(
  json: JsonObject,
  place: Place,
): readonly [rest: JsonObject, repeat: { repeat?: Repeat }] {
  const variable = member(json, 'repeat');
  if (typeof variable !== 'string' || variable === '') return [json, {}];
  const [rest, taken] = split(json, REPEAT_KEYS);
  const read = repeat.read(taken, place);
  return read === undefined ? [json, {}] : [rest, { repeat: read }];
}

function readTargets(
  json: JsonObject,
  place: Place,
  reading: PanelReading,
  source: QuerySource,
): PanelTarget[] {
  const targets = member(json, 'targets');
  if (!isJsonArray(targets)) return [];
  return targets.flatMap((target, i) => {
    const read = readTarget(target, place.at('targets').item(i), reading.names, source);
    return read ?? [];
  });
}

function unsupported(json: JsonObject, place: Place, reason: string): UnsupportedPanel {
  const read = unsupportedBody.read(json, place.silent()) as Omit<UnsupportedPanel, 'kind' | 'reason'>;
  return { kind: 'unsupported', reason, ...read };
}

function readDataPanel(json: JsonObject, kind: DataKind, place: Place, reading: PanelReading): Panel {
  const noted = place.unmapped.length;
  const source = reading.names.classify(member(json, 'datasource'));
  const targets = kind === 'text' ? [] : readTargets(json, place, reading, source);
  const refused = targets.find((target) => target.kind === 'unsupported');
  if (refused !== undefined && targets.every((target) => target.kind === 'unsupported')) {
    place.unmapped.length = noted;
    return unsupported(json, place, refused.reason);
  }
  const [withoutRepeat, repeated] = readRepeat(json, place);
  const [bodyJson] = split(withoutRepeat, ['type', 'options', ...(kind === 'text' ? [] : ['targets'])]);
  const read = body.read(bodyJson, place) as Body;
  const optionsJson = member(json, 'options');
  const options = isJsonObject(optionsJson) ? OPTIONS[kind].read(optionsJson, place.at('options')) : {};
  const style =
    kind === 'state-timeline'
      ? { style: member(json, 'type') === 'status-history' ? 'samples' : 'intervals' }
      : {};
  // The options were read by the codec of this kind.
  return { kind, ...read, ...repeated, ...style, targets, options: options ?? {} } as unknown as Panel;
}

function readRow(json: JsonObject, place: Place, reading: PanelReading): RowPanel {
  const [withoutRepeat, repeated] = readRepeat(json, place);
  const children = member(json, 'panels');
  const [rowJson] = split(withoutRepeat, ['type', ...(isJsonArray(children) ? ['panels'] : [])]);
  const read = rowBody.read(rowJson, place) as Omit<RowPanel, 'kind' | 'panels' | 'repeat'>;
  const panels = isJsonArray(children) ? readPanels(children, place.at('panels'), reading) : [];
  return { kind: 'row', ...read, ...repeated, panels };
}

function readPanel(json: Json, place: Place, reading: PanelReading): Panel | undefined {
  if (!isJsonObject(json)) return undefined;
  const type = member(json, 'type');
  const kind = typeof type === 'string' ? KIND_OF_TYPE.get(type) : undefined;
  if (type === 'row') return readRow(json, place, reading);
  if (kind === undefined) return unsupported(json, place, describeUnsupportedType(json));
  return readDataPanel(json, kind, place, reading);
}

/** Reads panels that all have an id (the migration sees to that). */
export function readPanels(list: readonly Json[], place: Place, reading: PanelReading): Panel[] {
  const panels: Panel[] = [];
  for (const [i, json] of list.entries()) {
    const panel = readPanel(json, place.item(i), reading);
    if (panel === undefined) continue;
    const type = member(json, 'type');
    reading.onPanel(panel, place.item(i).path, typeof type === 'string' ? type : '');
    panels.push(panel);
  }
  return panels;
}

function writeRepeat(value: Repeat | undefined): JsonObject {
  return value === undefined ? {} : (repeat.write(value) as JsonObject);
}

/** A panel in Grafana's current form. */
export function writePanel(panel: Panel): Json {
  switch (panel.kind) {
    case 'unsupported':
      return unsupportedBody.write(panel);
    case 'row':
      return {
        ...(rowBody.write(panel) as JsonObject),
        ...writeRepeat(panel.repeat),
        type: 'row',
        panels: panel.panels.map(writePanel),
      };
    default: {
      const codec = OPTIONS[panel.kind] as Codec<DataPanel['options']>;
      const type =
        panel.kind === 'state-timeline' && panel.style === 'samples' ? 'status-history' : panel.kind;
      return {
        ...(body.write(panel) as JsonObject),
        ...writeRepeat(panel.repeat),
        type,
        ...(Object.keys(panel.options).length > 0 ? { options: codec.write(panel.options) } : {}),
        ...(panel.kind === 'text' ? {} : { targets: panel.targets.map(writeTarget) }),
      };
    }
  }
}
