import type { Core } from '../core.ts';
import type { AllowToken } from '../token-sources/token-sources.ts';
import { createAlertHandlers } from './handlers/alert-handlers.ts';
import { createAppHandlers, type Desktop } from './handlers/app-handlers.ts';
import { createCompareHandlers } from './handlers/compare-handlers.ts';
import { createDashboardHandlers } from './handlers/dashboard-handlers.ts';
import { createEncryptionHandlers } from './handlers/encryption-handlers.ts';
import { createEndpointHandlers } from './handlers/endpoint-handlers.ts';
import { createEngineHandlers } from './handlers/engine-handlers.ts';
import { createEnvironmentFileHandlers } from './handlers/environment-file-handlers.ts';
import { createEnvironmentHandlers } from './handlers/environment-handlers.ts';
import { createHistoryHandlers } from './handlers/history-handlers.ts';
import { createHttpApiHandlers } from './handlers/http-api-handlers.ts';
import { createNoteHandlers } from './handlers/note-handlers.ts';
import { createRuleHandlers } from './handlers/rule-handlers.ts';
import { createSecretHandlers } from './handlers/secret-handlers.ts';
import { createServerHandlers } from './handlers/server-handlers.ts';
import { createSettingsHandlers } from './handlers/settings-handlers.ts';
import type { RequestHandlers } from './router.ts';

/** The handlers of all requests of the contract. */
export function createHandlers(core: Core, desktop: Desktop, onSettingsChanged: () => void): RequestHandlers {
  const allowToken: AllowToken = (target) =>
    core.tokenSources.requireApproval(core.workspace.active()?.id ?? '', target, desktop.confirm);
  return {
    ...createAppHandlers(desktop, core.vault),
    ...createSettingsHandlers(core.settings, onSettingsChanged),
    ...createEnvironmentHandlers(
      core.store,
      core.workspace,
      core.productionLock,
      core.engines.isOpen,
      desktop.openWindow,
    ),
    ...createEnvironmentFileHandlers(core.environmentFiles, core.store, core.productionLock, desktop),
    ...createCompareHandlers(core.comparison, core.engine),
    ...createEndpointHandlers(core.workspace, core.engine, core.vault, allowToken),
    ...createServerHandlers(core.workspace, allowToken),
    ...createHttpApiHandlers(core.httpApi, desktop, () => core.workspace.active()?.id ?? null),
    ...createSecretHandlers(core.workspace, core.vault, core.engine),
    ...createRuleHandlers(core.workspace, core.engine),
    ...createDashboardHandlers(core.store, core.workspace),
    ...createNoteHandlers(core.store),
    ...createEngineHandlers(core.engine),
    ...createHistoryHandlers(core.engine, desktop, () => core.workspace.active()?.id ?? null),
    ...createEncryptionHandlers(core.historyKeys, core.store, core.engines, () => core.workspace.active()),
    ...createAlertHandlers(core.workspace, core.engine, core.noticeLog),
  };
}
