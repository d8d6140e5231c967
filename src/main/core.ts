import type { Worker } from 'node:worker_threads';
import type { EngineEvents, EngineWorkerData } from '../engine/engine-api.ts';
import { AppError } from '../shared/errors.ts';
import { createAgeCipher } from './bundles/age-cipher.ts';
import type { AgeWorkerData } from './bundles/age-worker.ts';
import { type DemoBackendData, startDemoBackend } from './demo/demo-backend.ts';
import { DEMO_ENVIRONMENT_ID } from './demo/demo-environment.ts';
import { createDemoKeeper, type DemoKeeper } from './demo/demo-keeper.ts';
import type { EngineAccess } from './engine-host/engine-access.ts';
import { createEnginePool, type EnginePool } from './engine-host/engine-pool.ts';
import { createEngineSupervisor } from './engine-host/engine-supervisor.ts';
import { type Comparison, createComparison } from './environments/compare.ts';
import { createEnvironmentFiles, type EnvironmentFiles } from './environments/environment-files.ts';
import { createProductionLock, type ProductionLock } from './environments/production-lock.ts';
import { createRemovedCredentials } from './environments/removed-credentials.ts';
import { createWorkspace, type Workspace } from './environments/workspace.ts';
import { createSerialQueue } from './files/serial-queue.ts';
import { createHttpApiSwitch, type HttpApiSwitch } from './http-api/http-api-switch.ts';
import type { UserData } from './user-data.ts';

/** What the core needs of the shell around it. */
export interface CoreOptions {
  readonly data: UserData;
  startEngineWorker(data: EngineWorkerData): Worker;
  startDemoWorker(data: DemoBackendData): Worker;
  startAgeWorker(data: AgeWorkerData): Worker;
  /** Who hears of what the engine of an environment tells. */
  engineEvents(environmentId: string): EngineEvents;
  onEngineRestarted(environmentId: string, message: string): void;
  /** The list of environments, or what a window shows, is another than before. */
  onEnvironmentsChanged(): void;
  onNotice(title: string, message: string): void;
  failure(message: string, error: unknown): void;
  readonly adjustableClock: boolean;
  readonly appVersion: string;
}

/** What one window works with: the environment that it shows, and that environment's engine. */
export interface EnvironmentView {
  readonly workspace: Workspace;
  readonly engine: EngineAccess;
}

/** The app without its windows: a user's data and the engines of the open environments. Knows nothing of Electron. */
export interface Core extends UserData, EnvironmentView {
  readonly engines: EnginePool;
  readonly demo: DemoKeeper;
  readonly httpApi: HttpApiSwitch;
  readonly productionLock: ProductionLock;
  readonly comparison: Comparison;
  readonly environmentFiles: EnvironmentFiles;
  /** A view for another window; the core's own is that of the first. */
  openView(): EnvironmentView;
  /** Shows nothing any more in a view that `openView` made, and forgets it. */
  closeView(view: EnvironmentView): Promise<void>;
  /** Ends all engines; each has two seconds to write what it has. */
  close(): Promise<void>;
}

/** Makes the core; nothing is scraped until an environment is activated. */
export function createCore(options: CoreOptions): Core {
  const { data, failure } = options;
  const views = new Set<EnvironmentView>();
  const inTurn = createSerialQueue();
  const demo = createDemoKeeper({
    vault: data.vault,
    startBackend: (token) =>
      startDemoBackend(options.startDemoWorker, token, (line) =>
        options.engineEvents(DEMO_ENVIRONMENT_ID).log('info', `demo: ${line}`, {}),
      ),
    onNotice: options.onNotice,
  });
  const isShown = (id: string): boolean => [...views].some(({ workspace }) => workspace.active()?.id === id);
  const engines = createEnginePool({
    createSupervisor: (environmentId) =>
      createEngineSupervisor({
        startWorker: options.startEngineWorker,
        resolveSecret: (request) => data.vault.resolve(request),
        readToken: (use) => data.tokenSources.read(use),
        readHistoryKey: (environment, isEncrypted) => data.historyKeys.answer(environment, isEncrypted),
        events: options.engineEvents(environmentId),
        onRestarted(message, error) {
          failure(`the engine of ${environmentId} ended by itself`, error ?? 'it exited');
          options.onEngineRestarted(environmentId, message);
          followHttpApi();
        },
        adjustableClock: options.adjustableClock,
        appVersion: options.appVersion,
        monotonicMs: () => performance.now(),
      }),
    limit: () => data.settings.get().warmLimit,
    isInUse: (id) => isShown(id) || data.settings.get().keepWarm.includes(id) || comparison.isInUse(id),
    async onClosed(id) {
      if (id === DEMO_ENVIRONMENT_ID) await demo.stop();
    },
  });
  const productionLock = createProductionLock({
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    onChanged: () => options.onEnvironmentsChanged(),
  });
  const comparison = createComparison({
    engines,
    warm: (id) => first.workspace.warm(id),
    monotonicMs: () => performance.now(),
  });
  const httpApi = createHttpApiSwitch({
    settings: data.httpApiSettings,
    vault: data.vault,
    listOpen: engines.listOpen,
    engine: engines.api,
  });
  function followHttpApi(): void {
    httpApi.follow().catch((error: unknown) => failure('the HTTP API was not switched', error));
  }

  const removed = createRemovedCredentials({
    vault: data.vault,
    isTaken: data.store.isTaken,
    onNotice: options.onNotice,
    warn: failure,
  });
  data.store
    .listRemoved()
    .then(removed.sweep)
    .catch((error: unknown) => failure('credentials of removed environments were not deleted', error));

  let viewCount = 0;
  function openView(): EnvironmentView {
    viewCount += 1;
    const viewNumber = viewCount;
    const workspace: Workspace = createWorkspace({
      ...data,
      removed,
      engines,
      demo,
      inTurn,
      onChanged() {
        options.onEnvironmentsChanged();
        followHttpApi();
        environmentFiles.followFiles();
      },
      onNotice: options.onNotice,
      wallMs: () => Date.now(),
      warn: failure,
    });
    const view: EnvironmentView = {
      workspace,
      engine: {
        api() {
          const active = workspace.active();
          if (active === null) {
            throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
          }
          return engines.api(active.id);
        },
        isOpen: () => engines.isOpen(workspace.active()?.id ?? ''),
        keyOf: (key) => `${viewNumber}/${key}`,
      },
    };
    views.add(view);
    return view;
  }

  const first = openView();
  const environmentFiles = createEnvironmentFiles({
    ...data,
    removed,
    workspace: first.workspace,
    cipher: createAgeCipher(options.startAgeWorker),
    wallMs: () => Date.now(),
    onChanged: () => options.onEnvironmentsChanged(),
    onNotice: options.onNotice,
    warn: failure,
  });
  environmentFiles.followFiles();
  return {
    ...data,
    ...first,
    engines,
    demo,
    httpApi,
    productionLock,
    comparison,
    environmentFiles,
    openView,
    async closeView(view) {
      views.delete(view);
      await view.workspace.close();
      await engines.trim();
    },
    async close() {
      environmentFiles.close();
      await Promise.all([...views].map(({ workspace }) => workspace.close()));
      await engines.closeAll();
      await removed.close();
    },
  };
}

/**
 * Opens the environment that was open last, on a first run the Demo, unless `askFirst`; then those that are to stay warm,
 * one after the other.
 */
export async function openLastEnvironment(core: Core, askFirst: boolean): Promise<void> {
  const lastId = core.settings.getActiveEnvironmentId();
  if (lastId !== null && core.store.has(lastId)) await core.workspace.activate(lastId);
  else if (core.isFirstRun && core.store.list().length === 0 && !askFirst) await core.workspace.startDemo();
  await warmEnvironments(core);
}

/** Starts the engines that are to run whatever is shown. Rejects with the first failure, once all were tried. */
export async function warmEnvironments(core: Core): Promise<void> {
  const failures: unknown[] = [];
  for (const id of core.settings.get().keepWarm) {
    if (!core.store.has(id) || core.engines.isOpen(id)) continue;
    await core.workspace.warm(id).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
