import type {
  Dashboard,
  DashboardAnnotation,
  DashboardLink,
  DashboardTimeRange,
} from '../../domain/dashboard.ts';
import {
  anyJson,
  type Codec,
  flag,
  listOf,
  needed,
  objectOf,
  oneOf,
  optional,
  text,
  withFallback,
  words,
} from '../json/codec.ts';

const link: Codec<DashboardLink> = objectOf<DashboardLink>({
  kind: withFallback('type', oneOf(['link', 'dashboards']), 'link'),
  title: withFallback('title', text, ''),
  url: optional('url', text),
  tags: optional('tags', listOf(text)),
  asDropdown: optional('asDropdown', flag),
  newTab: optional('targetBlank', flag),
  includeVariables: optional('includeVars', flag),
  keepTime: optional('keepTime', flag),
  icon: optional('icon', text),
  tooltip: optional('tooltip', text),
});

/** 1 and 0 for true and false. */
const numericFlag: Codec<boolean> = {
  read: (json) => (json === 1 ? true : json === 0 ? false : undefined),
  write: (value) => (value ? 1 : 0),
};

const annotation: Codec<DashboardAnnotation> = objectOf<DashboardAnnotation>({
  name: withFallback('name', text, ''),
  enabled: withFallback('enable', flag, true),
  hidden: optional('hide', flag),
  color: optional('iconColor', text),
  expr: optional('expr', text),
  step: optional('step', text),
  titleTemplate: optional('titleFormat', text),
  textTemplate: optional('textFormat', text),
  tagLabels: optional('tagKeys', text),
  valueIsTime: optional('useValueForTime', flag),
  builtIn: optional('builtIn', numericFlag),
  datasource: optional('datasource', anyJson),
});

const timeRange: Codec<DashboardTimeRange> = objectOf<DashboardTimeRange>({
  from: needed('from', text),
  to: needed('to', text),
});

const DEFAULT_RANGE: DashboardTimeRange = { from: 'now-6h', to: 'now' };

/** A dashboard without its panels and variables, which need more than their own JSON to be read. */
export type DashboardHead = Omit<Dashboard, 'panels' | 'variables'>;

/** The head of a dashboard file in Grafana's current form. */
export const dashboardHead: Codec<DashboardHead> = objectOf<DashboardHead>({
  id: withFallback('uid', text, ''),
  title: withFallback('title', text, ''),
  tags: withFallback('tags', listOf(text), []),
  description: optional('description', text),
  timeRange: withFallback('time', timeRange, DEFAULT_RANGE),
  refresh: withFallback('refresh', text, ''),
  timezone: optional('timezone', text),
  sharedHover: optional(
    'graphTooltip',
    words([
      [0, 'off'],
      [1, 'crosshair'],
      [2, 'tooltip'],
    ]),
  ),
  editable: optional('editable', flag),
  links: withFallback('links', listOf(link), []),
  annotations: withFallback('annotations.list', listOf(annotation), []),
});
