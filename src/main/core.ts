import type { Worker } from 'node:worker_threads';
import type { EngineEvents, EngineWorkerData } from '../engine/engine-api.ts';
import { type DemoBackendData, startDemoBackend } from './demo/demo-backend.ts';
import { createEngineSupervisor, type EngineSupervisor } from './engine-host/engine-supervisor.ts';
import { createWorkspace, type Workspace } from './environments/workspace.ts';
import { createHttpApiSwitch, type HttpApiSwitch } from './http-api/http-api-switch.ts';
import type { UserData } from './user-data.ts';

/** What the core needs of the shell around it. */
export interface CoreOptions {
  readonly data: UserData;
  startEngineWorker(data: EngineWorkerData): Worker;
  startDemoWorker(data: DemoBackendData): Worker;
  readonly engineEvents: EngineEvents;
  onEngineRestarted(message: string): void;
  onEnvironmentsChanged(workspace: Workspace): void;
  onNotice(title: string, message: string): void;
  failure(message: string, error: unknown): void;
  readonly adjustableClock: boolean;
  readonly appVersion: string;
}

/** The app without its window: a user's data and the engine of the open environment. Knows nothing of Electron. */
export interface Core extends UserData {
  readonly supervisor: EngineSupervisor;
  readonly workspace: Workspace;
  readonly httpApi: HttpApiSwitch;
}

/** Makes the core; nothing is scraped until an environment is activated. */
export function createCore(options: CoreOptions): Core {
  const { data, engineEvents, failure } = options;
  const supervisor = createEngineSupervisor({
    startWorker: options.startEngineWorker,
    resolveSecret: (request) => data.vault.resolve(request),
    events: engineEvents,
    onRestarted(message, error) {
      failure('the engine ended by itself', error ?? 'it exited');
      options.onEngineRestarted(message);
      followHttpApi();
    },
    adjustableClock: options.adjustableClock,
    appVersion: options.appVersion,
    monotonicMs: () => performance.now(),
  });
  const workspace: Workspace = createWorkspace({
    ...data,
    supervisor,
    startDemoBackend: (token) =>
      startDemoBackend(options.startDemoWorker, token, (line) =>
        engineEvents.log('info', `demo: ${line}`, {}),
      ),
    onChanged() {
      options.onEnvironmentsChanged(workspace);
      followHttpApi();
    },
    onNotice: options.onNotice,
    wallMs: () => Date.now(),
    warn: failure,
  });
  const httpApi = createHttpApiSwitch({
    settings: data.httpApiSettings,
    vault: data.vault,
    activeId: () => workspace.active()?.id ?? null,
    engine: () => supervisor.api(),
  });
  function followHttpApi(): void {
    httpApi.follow().catch((error: unknown) => failure('the HTTP API was not switched', error));
  }
  return { ...data, supervisor, workspace, httpApi };
}

/** Opens the environment that was open last; on a first run the Demo, unless `askFirst`. */
export async function openLastEnvironment(core: Core, askFirst: boolean): Promise<void> {
  const lastId = core.settings.getActiveEnvironmentId();
  if (lastId !== null && core.store.has(lastId)) await core.workspace.activate(lastId);
  else if (core.isFirstRun && core.store.list().length === 0 && !askFirst) await core.workspace.startDemo();
}
