import type { InvalidationTopic } from '../shared/domain/engine-status.ts';
import type { Environment } from '../shared/domain/environment.ts';
import { DEFAULT_REFUSED_ADDRESSES } from '../shared/domain/refused-addresses.ts';
import type { ScrapeSummary } from '../shared/domain/target.ts';
import { AppError } from '../shared/errors.ts';
import { openEngineAlerting } from './engine-alerting.ts';
import type { EngineApi } from './engine-api.ts';
import { createIngestMeter, describeStatus, findRecentSince } from './engine-figures.ts';
import { createEngineHttp } from './engine-http.ts';
import { probeUrl } from './engine-probe.ts';
import { createEngineQueries } from './engine-queries.ts';
import { createRuleQuery } from './engine-rule-query.ts';
import { createEngineRuleTrials } from './engine-rule-trials.ts';
import { openEngineScraping } from './engine-scraping.ts';
import { createEngineSources } from './engine-sources.ts';
import { createEngineTransfer } from './engine-transfer.ts';
import { openHistoryAccess } from './history-access.ts';
import { createInvalidations } from './invalidations.ts';
import { createLocalSource } from './local-source.ts';
import { MetadataStore } from './model/metadata.ts';
import type { EnginePorts } from './ports.ts';
import { createPromqlEngine } from './promql/promql-engine.ts';
import { switchPromqlEngines } from './promql/switched-engine.ts';
import { createRuleManager, DEFAULT_EVALUATION_INTERVAL_MS } from './rules/rule-manager.ts';
import { PageBuffers } from './scrape/page-body.ts';
import { testConnection } from './scrape/test-connection.ts';
import { createServerTransport } from './server-transport.ts';
import { ImportedNotes } from './transfer/imported-notes.ts';
import { openTsdb, type Tsdb } from './tsdb/tsdb.ts';

/** A killed engine loses at most the samples of this time. */
export const FLUSH_INTERVAL_MS = 2_000;
/** A server is taken to have the past that charts show first. */
const SERVER_HISTORY_MS = 15 * 60_000;
/** Entries of each list of what has most series. */
const CARDINALITY_LISTED = 20;
/** How long closing waits for what it has told to stop, before it writes what there is. */
const CLOSE_WAIT_MS = 1_500;

export interface EngineOptions {
  readonly environment: Environment;
  /** Folder of the environment's database; null keeps history in memory only. */
  readonly dataDirectory: string | null;
  readonly appVersion: string;
  /** Moves the clock of `ports` on (AdjustableClock.advance); null where it can't be. */
  readonly advanceClock: ((ms: number, settle: () => Promise<void>) => Promise<void>) | null;
  /** Hears what changed, at most four times a second. */
  readonly onInvalidated: (topics: readonly InvalidationTopic[]) => void;
}

/** An engine beside its store, for a host that runs in the same thread. */
export interface LocalEngine {
  readonly api: EngineApi;
  readonly storage: Tsdb;
  readonly imported: ImportedNotes;
}

/** Opens the engine of one environment: its history, its targets and its rules, all running. */
export async function createEngine(ports: EnginePorts, options: EngineOptions): Promise<EngineApi> {
  return (await openLocalEngine(ports, options)).api;
}

/** `createEngine` for a host that asks the store by itself. */
export async function openLocalEngine(ports: EnginePorts, options: EngineOptions): Promise<LocalEngine> {
  const { clock, logger } = ports;
  let environment = options.environment;
  const refuseAddresses = (): void =>
    ports.http.addresses.refuse(environment.refusedAddresses ?? DEFAULT_REFUSED_ADDRESSES);
  refuseAddresses();
  const stopping = new AbortController();
  const invalidations = createInvalidations(clock, options.onInvalidated);
  const ingest = createIngestMeter(clock);
  const metadata = new MetadataStore();
  const imported = new ImportedNotes(options.dataDirectory, logger);
  const historyAccess = await openHistoryAccess(ports.historyKeys, options.dataDirectory, clock);
  const tsdb = await openTsdb({
    historyAccess: historyAccess.current,
    clock,
    logger,
    directory: options.dataDirectory,
    retention: environment.retention,
    seriesBudget: environment.limits.series,
    flushIntervalMs: FLUSH_INTERVAL_MS,
    pauseMs: () => pool.msToNextScrape(),
  });
  const promql = switchPromqlEngines(
    createPromqlEngine(tsdb, { clock }),
    createPromqlEngine(tsdb, { clock, experimental: true }),
    () => environment.experimentalPromql === true,
  );
  const sources = createEngineSources({
    local: createLocalSource(promql, tsdb, metadata),
    transport: createServerTransport(ports, options.appVersion),
    clock,
    logger,
    environment,
    onChanged: (...topics) => invalidations.note(...topics),
  });
  const queries = createEngineQueries(promql, sources, clock);
  const scrapeContext = { ...ports, buffers: new PageBuffers(), appVersion: options.appVersion, metadata };
  let storageState = tsdb.storageState;
  const scraped = new Set<string>();
  const scraping = openEngineScraping(scrapeContext, tsdb, {
    directory: options.dataDirectory,
    onScrape,
  });
  const { pool } = scraping;
  function onScrape(targetId: string, summary: ScrapeSummary): void {
    ingest.note(summary);
    invalidations.note('targets', 'series');
    // Metadata is not stored: after a restart it comes anew with series that are known already.
    if (summary.failure === null && (summary.seriesAdded > 0 || !scraped.has(targetId))) {
      scraped.add(targetId);
      invalidations.note('metadata');
    }
    const state = tsdb.storageState;
    if (state !== storageState) invalidations.note('storage');
    storageState = state;
  }
  const alerting = openEngineAlerting(ports, environment, {
    directory: options.dataDirectory,
    appVersion: options.appVersion,
    listAlerts: () => rules.listAlerts(),
    onChanged: () => invalidations.note('alerts'),
  });
  const external = {
    get labels() {
      return environment.alertmanager?.externalLabels ?? [];
    },
    get url() {
      return environment.alertmanager?.externalUrl ?? '';
    },
  };
  const trials = createEngineRuleTrials({
    source: () => sources.forRules(),
    clock,
    external,
    groupAt({ file, group }) {
      const found = rules.findGroup(file, group);
      return found === null ? null : { limit: found.limit, queryOffsetMs: found.queryOffsetMs ?? 0 };
    },
  });
  const rules = createRuleManager({
    clock,
    logger,
    alerts: {
      alertsChanged(transitions) {
        alerting.take(transitions);
        ports.alerts.alertsChanged(transitions);
      },
    },
    onEvaluated: alerting.evaluated,
    onGroupEvaluated: alerting.noteEvaluation,
    query: createRuleQuery({
      evaluateInstant: async (query, signal) => sources.forRules().evaluateInstant(query, signal),
    }),
    history: tsdb,
    appendable: tsdb,
    external,
    checkExpr: (expr) => promql.checkExpr(expr),
    defaultIntervalMs: DEFAULT_EVALUATION_INTERVAL_MS,
    restore: alerting.restore,
    onChanged: () => invalidations.note('alerts'),
  });

  const transfer = createEngineTransfer({
    environment: () => environment,
    tsdb,
    promql,
    metadata,
    exemplars: scraping.exemplars,
    notes: imported,
    clock,
    fetchContext: scrapeContext,
    onImported: () => invalidations.note('series', 'storage', 'metadata'),
  });

  async function settle(): Promise<void> {
    await pool.settle();
    await rules.whenIdle();
    await alerting.whenIdle();
  }

  async function closeAll(): Promise<void> {
    stopping.abort();
    queries.close();
    trials.close();
    transfer.close();
    sources.close();
    const served = httpApi.close();
    invalidations.close();
    let cancelWait = (): void => {};
    const waited = new Promise<void>((resolve) => {
      cancelWait = clock.setTimer(CLOSE_WAIT_MS, resolve);
    });
    await Promise.race([Promise.allSettled([served, scraping.close(), rules.close()]), waited]);
    cancelWait();
    alerting.close();
    historyAccess.close();
    await tsdb.close();
    await ports.http.close();
  }

  let closing: Promise<void> | null = null;
  function close(): Promise<void> {
    closing ??= closeAll();
    return closing;
  }

  await scraping.apply(environment);
  await rules.load(environment.ruleFiles);

  const api: EngineApi = {
    ...queries,
    getCardinality: async () => tsdb.cardinality(CARDINALITY_LISTED),
    ...trials,
    ...alerting.api,
    ...scraping.api,
    ...transfer.api,
    async applyEnvironment(next) {
      if (next.id !== environment.id) {
        throw new AppError('conflict', 'This engine runs another environment; open the other one instead.');
      }
      environment = next;
      refuseAddresses();
      tsdb.setRetention(next.retention);
      tsdb.setSeriesBudget(next.limits.series);
      sources.apply(next);
      alerting.apply(next);
      await scraping.apply(next);
      invalidations.note('targets', 'alerts', 'metadata', 'series');
      return rules.load(next.ruleFiles);
    },
    async getStatus() {
      const nowMs = clock.wallMs();
      return describeStatus({
        environmentId: environment.id,
        nowMs,
        recentSinceMs: sources.isLocalDefault
          ? await findRecentSince(tsdb, nowMs)
          : nowMs - SERVER_HISTORY_MS,
        targets: [...pool.listTargets(), ...sources.knownTargets()],
        groups: [...rules.listGroups(), ...sources.knownRuleGroups()],
        ingest,
        storage: tsdb.stats(),
        interrupted: scraping.interruption(),
        servers: sources.statuses(),
      });
    },
    listTargets: async (source) => sources.listTargets(source, pool.listTargets()),
    listRuleGroups: async (source) => sources.listRuleGroups(source, rules.listGroups()),
    listRuleErrors: async () => rules.listErrors(),
    scrapeNow: (endpointId) => pool.scrapeNow(endpointId),
    probeUrl: (endpoint, secrets) =>
      probeUrl(
        endpoint,
        secrets,
        ports,
        options.appVersion,
        (page) => testConnection(page, secrets, scrapeContext, stopping.signal),
        stopping.signal,
      ),
    serveHttpApi: (request) => httpApi.apply(request),
    testConnection: (endpoint, secrets) => testConnection(endpoint, secrets, scrapeContext, stopping.signal),
    async advanceClock(ms) {
      if (options.advanceClock === null) {
        throw new AppError('unavailable', 'The clock can be moved only where the app was started for tests.');
      }
      if (!(ms >= 0)) throw new AppError('bad_data', 'The clock can only be moved forward.');
      await options.advanceClock(ms, settle);
    },
    close,
  };
  const httpApi = createEngineHttp({ api, storage: tsdb, clock, appVersion: options.appVersion });
  return { api, storage: tsdb, imported };
}
