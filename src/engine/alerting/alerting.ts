import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import type { AlertNotice } from '../../shared/domain/alert-notice.ts';
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../shared/domain/alert-settings.ts';
import type { Acknowledgement, AlertMark } from '../../shared/domain/alert-timeline.ts';
import type { AlertingApi } from '../alerting-api.ts';
import type { Clock, Logger } from '../ports.ts';
import { openAlertDatabase } from './alert-database.ts';
import type { Muting } from './alert-groups.ts';
import { readHistory, readTimeline } from './alert-log.ts';
import { AlertStore } from './alert-store.ts';
import { EvaluationRecord } from './evaluation-record.ts';
import { createNotifier } from './notifier.ts';
import { localMoment } from './quiet-hours.ts';
import { severityOf } from './severity.ts';
import { SilenceKeeper, userName } from './silence-keeper.ts';
import { compileMatchers } from './silences.ts';

/** A killed engine forgets at most this much of when it evaluated last. */
const EVALUATION_NOTED_MS = 10_000;
const PRUNE_INTERVAL_MS = 3_600_000;

/** What is done with an environment's alerts needs this. */
export interface AlertingOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Folder of the environment's databases; null keeps all in memory. */
  readonly directory: string | null;
  /** How long past alerts are kept, ms. */
  historyMs(): number;
  /** All alerts that the rules know. */
  listAlerts(): readonly Alert[];
  notify(notice: AlertNotice): void;
  onChanged(): void;
}

/** Silences, acknowledgements, notifications and the log of an environment's alerts. */
export interface Alerting {
  readonly api: AlertingApi;
  /** How long evaluation may have been off for pending times to be taken up again. */
  readonly outageToleranceMs: number;
  take(transitions: readonly AlertTransition[]): void;
  /** A group with this interval was evaluated. */
  noteEvaluation(atMs: number, intervalMs: number): void;
  close(): void;
}

/** Opens what is kept of an environment's alerts. */
export function openAlerting(options: AlertingOptions): Alerting {
  const { clock, logger } = options;
  const opened = openAlertDatabase(options.directory, clock.wallMs());
  if (opened.notice !== '') logger.error(opened.notice);
  const store = new AlertStore(opened.database);
  let settings: AlertSettings = store.readSettings() ?? DEFAULT_ALERT_SETTINGS;
  const record = new EvaluationRecord(store.readLastEvaluation());
  const silences = new SilenceKeeper(store, clock);
  const acknowledged = store.listAcknowledgements();
  let notedAtMs = Number.NEGATIVE_INFINITY;
  let prunedAtMs = Number.NEGATIVE_INFINITY;

  /** What was noted beside an alert is of no worth to the log where it can't be written. */
  function tryWrite(work: () => void): void {
    try {
      work();
    } catch (error) {
      logger.warn('alerts could not be stored', { error: String(error) });
    }
  }

  const lastAtMs = record.lastEvaluationAtMs;
  const isContinued = lastAtMs !== null && clock.wallMs() - lastAtMs <= settings.outageToleranceMs;
  if (!isContinued) for (const fingerprint of [...acknowledged.keys()]) forgetAcknowledgement(fingerprint);

  const notifier = createNotifier(isContinued ? store.readTold() : [], {
    clock,
    settings: () => settings,
    mutingOf,
    toLocal: localMoment,
    notify: options.notify,
    keepTold: (told) => tryWrite(() => store.saveTold(told)),
  });

  function mutingOf({ labels, fingerprint }: Alert): Muting {
    if (silences.index.hiding(labels, clock.wallMs()).length > 0) return 'silenced';
    return acknowledged.has(fingerprint) ? 'acknowledged' : null;
  }

  function forgetAcknowledgement(fingerprint: string): void {
    if (!acknowledged.delete(fingerprint)) return;
    tryWrite(() => store.saveAcknowledgement(fingerprint, null));
  }

  function listActive(): readonly Alert[] {
    return options.listAlerts().filter(({ state }) => state === 'pending' || state === 'firing');
  }

  function toMark(alert: Alert): AlertMark {
    return {
      alert,
      severity: severityOf(alert.labels, settings.severity),
      silencedBy: silences.index.hiding(alert.labels, clock.wallMs()),
      acknowledgement: acknowledged.get(alert.fingerprint) ?? null,
    };
  }

  function pruneNow(nowMs: number): void {
    if (Math.abs(nowMs - prunedAtMs) < PRUNE_INTERVAL_MS) return;
    prunedAtMs = nowMs;
    tryWrite(() => store.prune(nowMs - options.historyMs()));
  }

  const api: AlertingApi = {
    async listAlertMarks(matchers) {
      const fits = compileMatchers(matchers);
      return listActive()
        .filter(({ labels }) => fits(labels))
        .map(toMark);
    },
    listSilences: async () => silences.list(),
    async saveSilence(draft) {
      const saved = silences.save(draft);
      options.onChanged();
      return saved;
    },
    async expireSilence(id) {
      silences.expire(id);
      options.onChanged();
    },
    async acknowledge(fingerprints, by, comment) {
      const active = new Set(listActive().map(({ fingerprint }) => fingerprint));
      const entry: Acknowledgement = { atMs: clock.wallMs(), by: by.trim() || userName(), comment };
      for (const fingerprint of fingerprints) {
        if (!active.has(fingerprint)) continue;
        store.saveAcknowledgement(fingerprint, entry);
        acknowledged.set(fingerprint, entry);
      }
      options.onChanged();
    },
    async withdrawAcknowledgement(fingerprints) {
      for (const fingerprint of fingerprints) {
        store.saveAcknowledgement(fingerprint, null);
        acknowledged.delete(fingerprint);
      }
      options.onChanged();
    },
    listAlertHistory: async (filter) => readHistory(store, filter, clock.wallMs()),
    getAlertTimeline: async (filter) => readTimeline(store, filter, clock.wallMs()),
    getAlertSettings: async () => settings,
    async saveAlertSettings(next) {
      store.saveSettings(next);
      settings = next;
      options.onChanged();
    },
  };

  return {
    api,
    outageToleranceMs: settings.outageToleranceMs,
    take(transitions) {
      tryWrite(() => store.appendTransitions(transitions));
      for (const { to, alert } of transitions) {
        if (to === 'resolved' || to === 'inactive') forgetAcknowledgement(alert.fingerprint);
      }
      notifier.take(transitions);
      pruneNow(clock.wallMs());
    },
    noteEvaluation(atMs, intervalMs) {
      const hole = record.note(atMs, intervalMs);
      if (hole !== null) {
        logger.info('no rule was evaluated for a while', { ...hole });
        tryWrite(() => store.addHole(hole));
        options.onChanged();
      }
      if (hole === null && Math.abs(atMs - notedAtMs) < EVALUATION_NOTED_MS) return;
      notedAtMs = atMs;
      tryWrite(() => store.saveLastEvaluation(atMs));
    },
    close() {
      notifier.close();
      const lastMs = record.lastEvaluationAtMs;
      if (lastMs !== null) tryWrite(() => store.saveLastEvaluation(lastMs));
      store.close();
    },
  };
}
