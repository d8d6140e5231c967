import { createHash } from 'node:crypto';
import type { Alert } from '../../shared/domain/alert.ts';
import type { RuleGroupView, RuleView } from '../../shared/domain/rule.ts';
import { type LabelSet, labelValue } from '../../shared/domain/series.ts';
import { LOCAL_SOURCE } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import { compileMatcher, type Matcher } from '../model/matcher.ts';
import { createPromqlEngine, type PromqlEngine } from '../promql/promql-engine.ts';
import type { Queryable } from '../storage.ts';
import type { ApiSource } from './api-source.ts';
import { formatLabels, formatValue } from './format-sample.ts';
import type { Parameters } from './parameters.ts';
import type { RouteReply } from './reply.ts';
import type { Route } from './routes.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** /rules and /alerts. */
export function createRuleRoutes(
  api: ApiSource['api'],
  storage: Queryable,
): readonly (readonly [string, Route])[] {
  const promql = createPromqlEngine(storage);

  async function rules(parameters: Parameters): Promise<RouteReply> {
    const isWanted = ruleFilter(parameters, promql);
    const isFiltered = RULE_FILTERS.some((name) => parameters.list(name).some((text) => text !== ''));
    const files = new Set(parameters.list('file[]'));
    const names = new Set(parameters.list('rule_group[]'));
    const groups = (await api.listRuleGroups(LOCAL_SOURCE))
      .filter(
        ({ file, name }) => (files.size === 0 || files.has(file)) && (names.size === 0 || names.has(name)),
      )
      .map((group) => ({ ...group, rules: group.rules.filter(isWanted) }))
      .filter((group) => !isFiltered || group.rules.length > 0);
    const page = takePage(groups, parameters);
    const withAlerts = parameters.text('exclude_alerts') !== 'true';
    const list = page.groups.map((group) => formatGroup(group, withAlerts)).join(',');
    const next = page.nextToken === '' ? '' : `,"groupNextToken":"${page.nextToken}"`;
    return { data: [`{"groups":[${list}]${next}}`] };
  }

  async function alerts(): Promise<RouteReply> {
    const found = (await api.listRuleGroups(LOCAL_SOURCE)).flatMap((group) =>
      group.rules.flatMap(activeAlerts),
    );
    return { data: [`{"alerts":[${found.map(formatAlert).join(',')}]}`] };
  }

  return [
    ['rules', { methods: ['GET'], answer: rules }],
    ['alerts', { methods: ['GET'], answer: alerts }],
  ];
}

const RULE_FILTERS = ['type', 'rule_name[]', 'match[]'];

function ruleFilter(parameters: Parameters, promql: PromqlEngine): (rule: RuleView) => boolean {
  const type = parameters.text('type').toLowerCase();
  if (!['', 'alert', 'record'].includes(type)) {
    throw new AppError('bad_data', `invalid parameter "type": not supported value ${JSON.stringify(type)}`);
  }
  const kind = type === 'alert' ? 'alerting' : 'recording';
  const names = new Set(parameters.list('rule_name[]'));
  const selectors = parameters.list('match[]').map((text) => compileSelector(promql.parseSelector(text)));
  return (rule) =>
    (type === '' || rule.kind === kind) &&
    (names.size === 0 || names.has(rule.name)) &&
    (selectors.length === 0 || selectors.some((matches) => matches(rule.labels)));
}

function compileSelector(matchers: readonly Matcher[]): (labels: LabelSet) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, passes: compileMatcher(matcher) }));
  return (labels) => tests.every(({ name, passes }) => passes(labelValue(labels, name)));
}

function tokenOf({ file, name }: RuleGroupView): string {
  return createHash('sha1').update(`${file};${name}`).digest('hex');
}

function takePage(
  groups: readonly RuleGroupView[],
  parameters: Parameters,
): { readonly groups: readonly RuleGroupView[]; readonly nextToken: string } {
  const limit = parameters.limit('group_limit');
  const token = parameters.text('group_next_token');
  if (token !== '' && limit === 0) {
    throw new AppError('bad_data', 'group_limit needs to be present in order to paginate over the groups');
  }
  const start = token === '' ? 0 : groups.findIndex((group) => tokenOf(group) === token);
  if (start < 0) throw new AppError('bad_data', `invalid group_next_token "${token}"`);
  if (limit === 0) return { groups, nextToken: '' };
  const next = groups[start + limit];
  return { groups: groups.slice(start, start + limit), nextToken: next === undefined ? '' : tokenOf(next) };
}

function formatTime(atMs: number | null): string {
  return atMs === null ? NEVER : new Date(atMs).toISOString();
}

function activeAlerts(rule: RuleView): readonly Alert[] {
  return rule.alerts.filter(({ state }) => state === 'pending' || state === 'firing');
}

function formatGroup(group: RuleGroupView, withAlerts: boolean): string {
  const times = group.rules.map((rule) => rule.lastEvaluationAtMs ?? Number.NEGATIVE_INFINITY);
  const lastMs = Math.max(Number.NEGATIVE_INFINITY, ...times);
  const head = JSON.stringify({
    name: group.name,
    file: group.file,
    interval: group.intervalMs / 1000,
    limit: group.limit,
    evaluationTime: group.rules.reduce((sum, rule) => sum + rule.evaluationMs, 0) / 1000,
    lastEvaluation: formatTime(Number.isFinite(lastMs) ? lastMs : null),
  });
  const rules = group.rules.map((rule) => formatRule(rule, withAlerts)).join(',');
  return `${head.slice(0, -1)},"rules":[${rules}]}`;
}

function formatRule(rule: RuleView, withAlerts: boolean): string {
  const outcome = {
    health: rule.health === 'error' ? 'err' : rule.health,
    ...(rule.lastError === null ? {} : { lastError: rule.lastError }),
    evaluationTime: rule.evaluationMs / 1000,
    lastEvaluation: formatTime(rule.lastEvaluationAtMs),
  };
  const end = JSON.stringify(outcome).slice(1);
  const labels = `"labels":${formatLabels(rule.labels)},`;
  if (rule.kind === 'recording') {
    const head = JSON.stringify({ name: rule.name, query: rule.expr, type: 'recording' });
    return `${head.slice(0, -1)},${labels}${end}`;
  }
  const head = JSON.stringify({
    state: rule.state === 'resolved' ? 'inactive' : (rule.state ?? 'inactive'),
    name: rule.name,
    query: rule.expr,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    type: 'alerting',
  });
  const alerts = withAlerts ? `"alerts":[${activeAlerts(rule).map(formatAlert).join(',')}],` : '';
  return `${head.slice(0, -1)},${labels}"annotations":${formatLabels(rule.annotations)},${alerts}${end}`;
}

/** Go's `%e` with as many digits as are needed: two digits of exponent at least. */
function formatExponent(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function formatAlert(alert: Alert): string {
  const rest = {
    state: alert.state,
    activeAt: formatTime(alert.activeAtMs),
    ...(alert.keepFiringSinceMs === null ? {} : { keepFiringSince: formatTime(alert.keepFiringSinceMs) }),
    value: formatExponent(alert.value),
  };
  const labels = `"labels":${formatLabels(alert.labels)},"annotations":${formatLabels(alert.annotations)}`;
  return `{${labels},${JSON.stringify(rest).slice(1)}`;
}
