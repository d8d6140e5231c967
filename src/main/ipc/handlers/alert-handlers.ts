import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { NoticeLog } from '../../notifications/notice-log.ts';
import type { HandlersOf } from '../router.ts';

type AlertHandlers = HandlersOf<'alerts'> &
  HandlersOf<'silences'> &
  HandlersOf<'notices'> &
  HandlersOf<'alertmanager'>;

/** Handlers of `alerts.*`, `silences.*`, `notices.*` and `alertmanager.*`. */
export function createAlertHandlers(
  workspace: Workspace,
  supervisor: EngineAccess,
  notices: NoticeLog,
): AlertHandlers {
  return {
    'alerts.listMarks': ({ matchers }) => supervisor.api().listAlertMarks(matchers),
    'alerts.listHistory': (filter) => supervisor.api().listAlertHistory(filter),
    'alerts.getTimeline': (filter) => supervisor.api().getAlertTimeline(filter),
    'alerts.acknowledge': ({ fingerprints, comment }) =>
      supervisor.api().acknowledge(fingerprints, '', comment),
    'alerts.withdrawAcknowledgement': ({ fingerprints }) =>
      supervisor.api().withdrawAcknowledgement(fingerprints),
    'alerts.getSettings': () => supervisor.api().getAlertSettings(),
    'alerts.saveSettings': (settings) => supervisor.api().saveAlertSettings(settings),
    'silences.list': () => supervisor.api().listSilences(),
    'silences.save': (draft) => supervisor.api().saveSilence(draft),
    'silences.expire': ({ id }) => supervisor.api().expireSilence(id),
    'notices.list': () => notices.list(),
    'notices.markRead': ({ ids }) => notices.markRead(ids),
    'notices.clear': () => notices.clear(),
    'alertmanager.save': ({ target, secrets, templates }) =>
      workspace.saveAlertmanager(target, secrets, templates),
    'alertmanager.getStatus': () => (supervisor.isOpen() ? supervisor.api().getAlertmanagerStatus() : null),
    'alertmanager.listAlerts': () => supervisor.api().listAlertmanagerAlerts(),
    'alertmanager.listSilences': () => supervisor.api().listAlertmanagerSilences(),
    'alertmanager.saveSilence': (draft) => supervisor.api().saveAlertmanagerSilence(draft),
    'alertmanager.expireSilence': ({ id }) => supervisor.api().expireAlertmanagerSilence(id),
  };
}
