/** Names of all requests that the window may make of the main process; each has a schema pair in contract.ts. */
export const REQUEST_NAMES = [
  'app.getInfo',
  'app.openFolder',
  'app.copyText',
  'settings.get',
  'settings.update',
  'environments.list',
  'environments.getActive',
  'environments.create',
  'environments.activate',
  'environments.rename',
  'environments.remove',
  'environments.startDemo',
  'endpoints.save',
  'endpoints.remove',
  'endpoints.testConnection',
  'endpoints.scrapeNow',
  'secrets.listStatus',
  'secrets.clear',
  'rules.saveFile',
  'rules.removeFile',
  'dashboards.list',
  'dashboards.get',
  'dashboards.import',
  'dashboards.rename',
  'dashboards.remove',
  'dashboards.restore',
  'dashboards.export',
  'engine.getStatus',
  'engine.queryRange',
  'engine.queryInstant',
  'engine.formatExpr',
  'engine.listSeries',
  'engine.listLabelNames',
  'engine.listLabelValues',
  'engine.listMetadata',
  'engine.listTargets',
  'engine.listRuleGroups',
  'engine.listRuleErrors',
  'alerts.listHistory',
] as const;

export type RequestName = (typeof REQUEST_NAMES)[number];

/** Names of all events that the main process sends to a window. */
export const EVENT_NAMES = [
  'engine.invalidated',
  'engine.restarted',
  'environments.changed',
  'settings.changed',
  'alerts.changed',
  'app.navigate',
  'app.notice',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];
