import type { Environment } from '../shared/domain/environment.ts';
import { type Alerting, openAlerting } from './alerting/alerting.ts';
import { userName } from './alerting/silence-keeper.ts';
import type { AlertingApi, AlertmanagerApi } from './alerting-api.ts';
import { type Alertmanager, createAlertmanager } from './alertmanager/alertmanager.ts';
import { openAccess } from './http/access.ts';
import type { EnginePorts } from './ports.ts';
import type { RestoreOptions } from './rules/restore.ts';
import { DEFAULT_RESTORE } from './rules/rule-manager.ts';
import { ScrapeFailedError } from './scrape/scrape-failure.ts';

/** What is done with the alerts of an environment: told, kept, and sent to its Alertmanager. */
export interface EngineAlerting
  extends Pick<Alerting, 'take' | 'noteEvaluation'>,
    Pick<Alertmanager, 'evaluated'> {
  readonly api: AlertingApi & AlertmanagerApi;
  readonly restore: RestoreOptions;
  apply(environment: Environment): void;
  /** Resolves when nothing is being sent. */
  whenIdle(): Promise<void>;
  close(): void;
}

/** Puts alerting and the sender to the Alertmanager together. */
export function openEngineAlerting(
  ports: EnginePorts,
  initial: Environment,
  options: {
    readonly directory: string | null;
    readonly appVersion: string;
    readonly listAlerts: Parameters<typeof openAlerting>[0]['listAlerts'];
    onChanged(): void;
  },
): EngineAlerting {
  let environment = initial;
  const alerting = openAlerting({
    ...ports,
    ...options,
    historyMs: () => environment.retention.maxAgeMs,
    notify: (notice) => ports.alerts.notified?.(notice),
  });
  const alertmanager = createAlertmanager({
    ...ports,
    ...options,
    async authorize(target, url) {
      try {
        const { headers, material } = await openAccess(target, url, {
          ...ports,
          appVersion: options.appVersion,
        });
        return { headers, material };
      } catch (error) {
        if (error instanceof ScrapeFailedError) throw new Error(error.failure.message, { cause: error });
        throw error;
      }
    },
  });
  alertmanager.apply(initial.alertmanager ?? null);
  return {
    api: {
      ...alerting.api,
      ...alertmanager.api,
      saveAlertmanagerSilence: (draft) =>
        alertmanager.api.saveAlertmanagerSilence({
          ...draft,
          createdBy: draft.createdBy.trim() || userName(),
        }),
    },
    restore: { ...DEFAULT_RESTORE, outageToleranceMs: alerting.outageToleranceMs },
    take: alerting.take,
    noteEvaluation: alerting.noteEvaluation,
    evaluated: alertmanager.evaluated,
    whenIdle: alertmanager.whenIdle,
    apply(next) {
      environment = next;
      alertmanager.apply(next.alertmanager ?? null);
    },
    close() {
      alertmanager.close();
      alerting.close();
    },
  };
}
