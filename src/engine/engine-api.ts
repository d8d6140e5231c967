import type { AlertTransition } from '../shared/domain/alert.ts';
import type { AlertNotice } from '../shared/domain/alert-notice.ts';
import type { TokenReading, TokenSource } from '../shared/domain/auth.ts';
import type { BacktestProgress, BacktestRequest, BacktestResult } from '../shared/domain/backtest.ts';
import type { Cardinality } from '../shared/domain/cardinality.ts';
import type { ConnectionReport } from '../shared/domain/connection-report.ts';
import type { Endpoint } from '../shared/domain/endpoint.ts';
import type { EngineStatus, InvalidationTopic } from '../shared/domain/engine-status.ts';
import type { Environment } from '../shared/domain/environment.ts';
import type { ExprTree } from '../shared/domain/expr-tree.ts';
import type { LabelMatcher } from '../shared/domain/label-matcher.ts';
import type {
  InstantQuery,
  InstantResult,
  QuerySourceName,
  RangeQuery,
  RangeResult,
} from '../shared/domain/query.ts';
import type { RuleFileError, RuleGroupView } from '../shared/domain/rule.ts';
import type { RuleCheck, RuleDraft, RulePlace, RulePreview } from '../shared/domain/rule-draft.ts';
import type { SecretState } from '../shared/domain/secret.ts';
import type { LabelSet, MetricMetadata } from '../shared/domain/series.ts';
import type { UrlProbe } from '../shared/domain/server.ts';
import type { TargetView } from '../shared/domain/target.ts';
import type { TimeRange } from '../shared/domain/time-range.ts';
import type { AlertingApi, AlertmanagerApi } from './alerting-api.ts';
import type { ScrapingApi } from './scraping-api.ts';
import type { TransferApi } from './transfer-api.ts';

/** Which series a listing is about. */
export interface SeriesFilter {
  /** PromQL series selectors, any of which may match; empty for all series. */
  readonly selectors: readonly string[];
  readonly range: TimeRange;
  readonly source?: QuerySourceName;
}

/** Where the HTTP API is answered, and the token that requests must bear. Port 0 takes a free one. */
export interface ApiServerRequest {
  readonly port: number;
  readonly token: string;
}

/** Everything a host may ask of the engine of one environment. All failures are AppErrors. */
export interface EngineApi extends AlertingApi, AlertmanagerApi, TransferApi, ScrapingApi {
  /** Takes a changed environment (same id): targets and rules that did not change keep their state. */
  applyEnvironment(environment: Environment): Promise<readonly RuleFileError[]>;
  getStatus(): Promise<EngineStatus>;
  queryRange(query: RangeQuery): Promise<RangeResult>;
  queryInstant(query: InstantQuery): Promise<InstantResult>;
  /** Ends the queries with these keys, if any still run, with `canceled`. */
  cancelQueries(supersedeKeys: readonly string[]): Promise<void>;
  /** A PromQL expression in its usual notation. Refuses one with comments, which would be lost. */
  formatExpr(expr: string): Promise<string>;
  /** The pieces of an expression. Rejects with `bad_data`, or `limit_exceeded` where there are too many. */
  explainExpr(expr: string): Promise<ExprTree>;
  /** The expressions with matchers added to all their selectors; those that can't be parsed stay as they are. */
  addMatchers(exprs: readonly string[], matchers: readonly LabelMatcher[]): Promise<readonly string[]>;
  /** What has most series in the own history. */
  getCardinality(): Promise<Cardinality>;
  listSeries(filter: SeriesFilter): Promise<readonly LabelSet[]>;
  listLabelNames(filter: SeriesFilter): Promise<readonly string[]>;
  listLabelValues(name: string, filter: SeriesFilter): Promise<readonly string[]>;
  listMetadata(source?: QuerySourceName): Promise<readonly MetricMetadata[]>;
  /** Targets of the environment's endpoints and of its servers, or of the named source alone. */
  listTargets(source?: QuerySourceName): Promise<readonly TargetView[]>;
  /** The environment's own groups and those of its servers, or those of the named source alone. */
  listRuleGroups(source?: QuerySourceName): Promise<readonly RuleGroupView[]>;
  listRuleErrors(): Promise<readonly RuleFileError[]>;
  /** What keeps a draft from being a rule; `intervalText` is its group's interval, empty for the default. */
  checkRule(rule: RuleDraft, place: RulePlace, intervalText: string): Promise<RuleCheck>;
  /** Evaluates a rule now, without keeping anything of it. */
  previewRule(rule: RuleDraft): Promise<RulePreview>;
  /** Replays an alerting rule over stored history; a newer call with the same key cancels it. */
  backtestRule(request: BacktestRequest): Promise<BacktestResult>;
  /** How far the backtest of a key is; null where none runs. */
  getBacktestProgress(key: string): Promise<BacktestProgress | null>;
  cancelBacktest(key: string): Promise<void>;
  /** Scrapes now, beside the grid; used after an endpoint was added. */
  scrapeNow(endpointId: string): Promise<void>;
  /**
   * Walks a connection step by step. `secrets` are values typed in but not saved, by reference; others are resolved as
   * for a scrape. Nothing is stored.
   */
  testConnection(
    endpoint: Endpoint,
    secrets: readonly (readonly [secretRef: string, value: string])[],
  ): Promise<ConnectionReport>;
  /**
   * Tells whether a server or a metrics page stands behind an endpoint's URL; `secrets` as for `testConnection`. Only the
   * URL's own origin is asked.
   */
  probeUrl(
    endpoint: Endpoint,
    secrets: readonly (readonly [secretRef: string, value: string])[],
  ): Promise<UrlProbe>;
  /**
   * Answers Prometheus' HTTP query API over the own history on loopback, or no more for null; the URL. Rejects with
   * `unavailable` where it can't listen.
   */
  serveHttpApi(request: ApiServerRequest | null): Promise<string | null>;
  /** Test hook: moves the engine's clock on, running due scrapes and evaluations. `unavailable` in a normal run. */
  advanceClock(ms: number): Promise<void>;
  /** Writes what is not yet on disk and ends all activity, within two seconds. */
  close(): Promise<void>;
}

/** What an engine tells its host without being asked. */
export interface EngineEvents {
  /** Data behind these topics changed; at most four times a second. */
  invalidated(topics: readonly InvalidationTopic[]): void;
  alertsChanged(transitions: readonly AlertTransition[]): void;
  notified(notice: AlertNotice): void;
  log(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void;
}

/** How a history is to lie on disk, and what it can be read with. */
export interface HistoryKeyAnswer {
  readonly encrypted: boolean;
  /** null where none is needed, or where it can't be had now; `message` says why then. */
  readonly key: string | null;
  readonly message: string;
}

/** What an engine asks of its host. */
export interface EngineHost {
  /** The key of the environment's history; `isEncrypted`: as it lies on disk, so that no new key is made for it. */
  readHistoryKey(isEncrypted: boolean): Promise<HistoryKeyAnswer>;
  resolveSecret(
    secretRef: string,
    origin: string,
  ): Promise<{ readonly state: SecretState; readonly value: string }>;
  /** A token from outside the vault, where it is allowed on this computer. */
  readToken(source: TokenSource, origin: string): Promise<TokenReading>;
}

/** What a worker is started with. */
export interface EngineWorkerData {
  readonly environment: Environment;
  /** Folder of the environment's database; null keeps history in memory only. */
  readonly dataDirectory: string | null;
  /** Test hook: the clock can be advanced. */
  readonly adjustableClock: boolean;
  readonly appVersion: string;
}

/** A list of all names of `T`: it does not compile where one is missing. */
function allNames<T>() {
  return <const L extends readonly (keyof T & string)[]>(
    names: Exclude<keyof T, L[number]> extends never ? L : never,
  ): L => names;
}

/** Names of the methods of EngineApi, for RPC. */
export const ENGINE_METHODS = allNames<EngineApi>()([
  'applyEnvironment',
  'getStatus',
  'queryRange',
  'queryInstant',
  'cancelQueries',
  'formatExpr',
  'explainExpr',
  'addMatchers',
  'getCardinality',
  'listSeries',
  'listLabelNames',
  'listLabelValues',
  'listMetadata',
  'listTargets',
  'listRuleGroups',
  'listRuleErrors',
  'checkRule',
  'previewRule',
  'backtestRule',
  'getBacktestProgress',
  'cancelBacktest',
  'scrapeNow',
  'listGaps',
  'queryExemplars',
  'setAsleep',
  'setPaused',
  'testConnection',
  'probeUrl',
  'serveHttpApi',
  'listAlertMarks',
  'listSilences',
  'saveSilence',
  'expireSilence',
  'acknowledge',
  'withdrawAcknowledgement',
  'listAlertHistory',
  'getAlertTimeline',
  'getAlertSettings',
  'saveAlertSettings',
  'getAlertmanagerStatus',
  'listAlertmanagerAlerts',
  'listAlertmanagerSilences',
  'saveAlertmanagerSilence',
  'expireAlertmanagerSilence',
  'exportHistory',
  'importHistory',
  'getTransferState',
  'cancelTransfer',
  'fetchExposition',
  'lintText',
  'advanceClock',
  'close',
]);

/** Names of the events of EngineEvents, for RPC. */
export const ENGINE_EVENTS = allNames<EngineEvents>()(['invalidated', 'alertsChanged', 'notified', 'log']);

/** Names of the methods of EngineHost, for RPC. */
export const ENGINE_HOST_METHODS = allNames<EngineHost>()(['readHistoryKey', 'resolveSecret', 'readToken']);
