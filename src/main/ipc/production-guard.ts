import type { Environment } from '../../shared/domain/environment.ts';
import type { RequestName } from '../../shared/ipc/channels.ts';
import type { ProductionLock } from '../environments/production-lock.ts';

/**
 * What a request does to an environment: nothing that the team shares; a change of the one that the window shows; or a
 * change of the one whose `id` it names. Silences and acknowledgements stay on this computer and are no change; those that
 * are sent to an Alertmanager are.
 */
type Effect = 'none' | 'changes shown' | 'changes named';

/** Every request has its line: one that is added does not compile without. */
export const REQUEST_EFFECTS: Readonly<Record<RequestName, Effect>> = {
  'app.getInfo': 'none',
  'app.openFolder': 'none',
  'app.copyText': 'none',
  'settings.get': 'none',
  'settings.update': 'none',
  'environments.list': 'none',
  'environments.getActive': 'none',
  'environments.create': 'none',
  'environments.activate': 'none',
  'environments.rename': 'changes named',
  'environments.setRetention': 'changes named',
  'environments.setLimits': 'changes named',
  'environments.setExperimentalPromql': 'changes named',
  'environments.refuseAddresses': 'changes named',
  'environments.remove': 'changes named',
  'environments.startDemo': 'none',
  'environments.activatePrevious': 'none',
  'environments.openWindow': 'none',
  'environments.unlock': 'none',
  'environments.lock': 'none',
  'endpoints.save': 'changes shown',
  'endpoints.remove': 'changes shown',
  'endpoints.testConnection': 'none',
  'endpoints.probeUrl': 'none',
  'endpoints.scrapeNow': 'none',
  'servers.save': 'changes shown',
  'servers.remove': 'changes shown',
  'servers.chooseSources': 'changes shown',
  'httpApi.getState': 'none',
  'httpApi.update': 'none',
  'httpApi.renewToken': 'none',
  'httpApi.copyToken': 'none',
  'endpoints.fetchPage': 'none',
  'endpoints.lintText': 'none',
  'environmentFiles.getState': 'none',
  'environmentFiles.listFields': 'none',
  'environmentFiles.saveVariables': 'changes named',
  'environmentFiles.duplicate': 'none',
  'environmentFiles.reorder': 'none',
  'environmentFiles.restore': 'none',
  'environmentFiles.previewImport': 'none',
  'environmentFiles.previewText': 'none',
  'environmentFiles.previewEncrypted': 'none',
  // What it replaces is asked for one by one, by its handler.
  'environmentFiles.confirmImport': 'none',
  'environmentFiles.takeShared': 'changes named',
  'environmentFiles.writeShared': 'none',
  'environmentFiles.giveUrl': 'none',
  'environmentFiles.openBundle': 'none',
  'environmentFiles.exportFile': 'none',
  // It changes nothing, but lets the credentials of production out.
  'environmentFiles.exportBundle': 'changes named',
  'environmentFiles.exportPrometheus': 'none',
  'history.export': 'none',
  'history.import': 'changes shown',
  'history.getState': 'none',
  'history.cancel': 'none',
  'encryption.get': 'none',
  'encryption.set': 'changes shown',
  'secrets.listCredentials': 'none',
  'secrets.save': 'changes shown',
  'secrets.keep': 'changes shown',
  'secrets.unlockKeychain': 'none',
  'secrets.clear': 'changes shown',
  'rules.saveFile': 'changes shown',
  'rules.removeFile': 'changes shown',
  'rules.readRule': 'none',
  'rules.saveRule': 'changes shown',
  'rules.removeRule': 'changes shown',
  'rules.check': 'none',
  'rules.preview': 'none',
  'rules.backtest': 'none',
  'rules.getBacktestProgress': 'none',
  'rules.cancelBacktest': 'none',
  'dashboards.list': 'none',
  'dashboards.get': 'none',
  'dashboards.import': 'changes shown',
  'dashboards.rename': 'changes shown',
  'dashboards.remove': 'changes shown',
  'dashboards.restore': 'changes shown',
  'dashboards.export': 'none',
  'dashboards.save': 'changes shown',
  'dashboards.listVersions': 'none',
  'dashboards.getVersion': 'none',
  'dashboards.pin': 'none',
  'notes.list': 'none',
  'notes.save': 'none',
  'notes.remove': 'none',
  'engine.getStatus': 'none',
  'engine.queryRange': 'none',
  'engine.queryInstant': 'none',
  'compare.queryRange': 'none',
  'engine.cancelQueries': 'none',
  'engine.formatExpr': 'none',
  'engine.explainExpr': 'none',
  'engine.addMatchers': 'none',
  'engine.getCardinality': 'none',
  'engine.listSeries': 'none',
  'engine.listLabelNames': 'none',
  'engine.listLabelValues': 'none',
  'engine.listMetadata': 'none',
  'engine.listTargets': 'none',
  'engine.listGaps': 'none',
  'engine.queryExemplars': 'none',
  'engine.setPaused': 'none',
  'engine.listRuleGroups': 'none',
  'engine.listRuleErrors': 'none',
  'alerts.listMarks': 'none',
  'alerts.listHistory': 'none',
  'alerts.getTimeline': 'none',
  'alerts.acknowledge': 'none',
  'alerts.withdrawAcknowledgement': 'none',
  'alerts.getSettings': 'none',
  'alerts.saveSettings': 'none',
  'silences.list': 'none',
  'silences.save': 'none',
  'silences.expire': 'none',
  'notices.list': 'none',
  'notices.markRead': 'none',
  'notices.clear': 'none',
  'alertmanager.save': 'changes shown',
  'alertmanager.getStatus': 'none',
  'alertmanager.listAlerts': 'none',
  'alertmanager.listSilences': 'none',
  'alertmanager.saveSilence': 'changes shown',
  'alertmanager.expireSilence': 'changes shown',
};

/** What the guard asks of a window and of the app. */
export interface ProductionGuardOptions {
  readonly lock: Pick<ProductionLock, 'requireChangeable'>;
  /** The environment that the window shows. */
  active(): Environment | null;
  /** The environment of an id; null where there is none. */
  find(environmentId: string): Environment | null;
}

/** Refuses, with AppError `unauthorized`, requests that change a production environment which is not unlocked. */
export function createProductionGuard({
  lock,
  active,
  find,
}: ProductionGuardOptions): (name: RequestName, payload: unknown) => void {
  return (name, payload) => {
    const effect = REQUEST_EFFECTS[name];
    if (effect === 'none') return;
    const environment = effect === 'changes shown' ? active() : find((payload as { id: string }).id);
    if (environment !== null) lock.requireChangeable(environment);
  };
}
