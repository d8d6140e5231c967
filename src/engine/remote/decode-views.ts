import { ALERT_STATES, type Alert, type AlertState } from '../../shared/domain/alert.ts';
import { parseDurationMs } from '../../shared/domain/duration.ts';
import type { RuleGroupView, RuleHealth, RuleView } from '../../shared/domain/rule.ts';
import { METRIC_TYPES, type MetricMetadata, type MetricType } from '../../shared/domain/series.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import {
  NOTHING_DROPPED,
  type ScrapeSummary,
  type TargetHealth,
  type TargetView,
  UNKNOWN_CARDINALITY,
} from '../../shared/domain/target.ts';
import { labelsKey } from '../model/labels.ts';
import { quoteServer } from './api-error.ts';
import { instantOf, labelsOf, listOf, objectOf, textOf } from './decode-sample.ts';

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function durationOf(text: unknown): number {
  try {
    return parseDurationMs(textOf(text));
  } catch {
    return 0;
  }
}

/** The answer of /metadata. Of several of one name the first counts. */
export function decodeMetadata(data: unknown): MetricMetadata[] {
  return Object.entries(objectOf(data ?? {}, 'the metadata'))
    .map(([name, entries]) => {
      const { type, help, unit } = objectOf(listOf(entries, 'a metric’s metadata')[0] ?? {}, 'metadata');
      return { name, type: metricTypeOf(type), help: textOf(help), unit: textOf(unit) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function metricTypeOf(type: unknown): MetricType {
  return METRIC_TYPES.find((known) => known === type) ?? 'unknown';
}

/** The active targets in the answer of /targets; they belong to no endpoint, and stand under their server's id. */
export function decodeTargets(data: unknown, server: QueryServer): TargetView[] {
  return listOf(objectOf(data, 'the targets').activeTargets, 'the targets').map((entry, i): TargetView => {
    const target = objectOf(entry, 'a target');
    const lastScrape = summaryOf(target);
    const intervalMs = durationOf(target.scrapeInterval);
    return {
      id: `${server.id}/${i}/${textOf(target.scrapeUrl)}`,
      endpointId: server.id,
      endpointName: textOf(target.scrapePool) || server.name,
      url: textOf(target.scrapeUrl),
      labels: labelsOf(target.labels),
      discoveredLabels: labelsOf(target.discoveredLabels),
      notScraped: null,
      cardinality: UNKNOWN_CARDINALITY,
      health: healthOf(target.health),
      scrapeIntervalMs: intervalMs,
      scrapeTimeoutMs: durationOf(target.scrapeTimeout),
      lastScrape,
      lastSuccessAtMs: null,
      nextScrapeAtMs: lastScrape === null || intervalMs === 0 ? null : lastScrape.atMs + intervalMs,
      recentFailures: [],
      certificateExpiresAtMs: null,
      credentialExpiries: [],
    };
  });
}

function healthOf(health: unknown): TargetHealth {
  return health === 'up' || health === 'down' ? health : 'unknown';
}

function summaryOf(target: Readonly<Record<string, unknown>>): ScrapeSummary | null {
  const atMs = instantOf(target.lastScrape);
  if (atMs === null) return null;
  const error = textOf(target.lastError);
  return {
    atMs,
    durationMs: numberOf(target.lastScrapeDuration) * 1000,
    samplesScraped: 0,
    samplesPostRelabeling: 0,
    dropped: NOTHING_DROPPED,
    seriesAdded: 0,
    bodyBytes: 0,
    contentType: '',
    failure:
      error === ''
        ? null
        : {
            reason: 'internal',
            step: 'request',
            message: quoteServer(error),
            remedy: 'The server scrapes this target; see there for more.',
            status: null,
          },
  };
}

/** The answer of /rules. The server's name goes before the names of its files. */
export function decodeRuleGroups(data: unknown, server: QueryServer): RuleGroupView[] {
  return listOf(objectOf(data, 'the rules').groups, 'the rule groups').map((entry): RuleGroupView => {
    const group = objectOf(entry, 'a rule group');
    const name = textOf(group.name);
    return {
      name,
      file: `${server.name}: ${textOf(group.file)}`,
      intervalMs: numberOf(group.interval) * 1000,
      limit: Math.trunc(numberOf(group.limit)),
      rules: listOf(group.rules, 'a group’s rules').map((rule) =>
        ruleOf(objectOf(rule, 'a rule'), name, server),
      ),
    };
  });
}

function ruleOf(rule: Readonly<Record<string, unknown>>, groupName: string, server: QueryServer): RuleView {
  const isAlerting = rule.type === 'alerting';
  const name = textOf(rule.name);
  const alerts = listOf(rule.alerts, 'a rule’s alerts').map((alert) =>
    alertOf(objectOf(alert, 'an alert'), `${server.id}/${groupName}`, groupName, name),
  );
  return {
    kind: isAlerting ? 'alerting' : 'recording',
    name,
    expr: textOf(rule.query),
    forMs: numberOf(rule.duration) * 1000,
    keepFiringForMs: numberOf(rule.keepFiringFor) * 1000,
    labels: labelsOf(rule.labels),
    annotations: labelsOf(rule.annotations),
    state: isAlerting ? stateOf(rule.state) : null,
    health: ruleHealthOf(rule.health),
    lastError: textOf(rule.lastError) === '' ? null : quoteServer(textOf(rule.lastError)),
    lastEvaluationAtMs: instantOf(rule.lastEvaluation),
    evaluationMs: numberOf(rule.evaluationTime) * 1000,
    alerts,
  };
}

function stateOf(state: unknown): AlertState {
  return ALERT_STATES.find((known) => known === state) ?? 'inactive';
}

function ruleHealthOf(health: unknown): RuleHealth {
  if (health === 'ok') return 'ok';
  return health === 'err' ? 'error' : 'unknown';
}

function alertOf(
  alert: Readonly<Record<string, unknown>>,
  scope: string,
  groupName: string,
  ruleName: string,
): Alert {
  const labels = labelsOf(alert.labels);
  const state = stateOf(alert.state);
  const activeAtMs = instantOf(alert.activeAt) ?? 0;
  return {
    fingerprint: `${scope}/${ruleName}/${labelsKey(labels)}`,
    groupName,
    ruleName,
    labels,
    annotations: labelsOf(alert.annotations),
    state,
    value: Number(textOf(alert.value).replace(/^([+-]?)Inf$/, '$1Infinity') || Number.NaN),
    activeAtMs,
    firedAtMs: state === 'firing' ? activeAtMs : null,
    resolvedAtMs: null,
    keepFiringSinceMs: instantOf(alert.keepFiringSince),
  };
}
