import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { Environment, EnvironmentKind, Retention } from '../../shared/domain/environment.ts';
import type { RuleFile, RuleFileError } from '../../shared/domain/rule.ts';
import { type AccessTarget, listSecretUses } from '../../shared/domain/secret-uses.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import type { DemoBackend } from '../demo/demo-backend.ts';
import { DEMO_ENVIRONMENT_ID } from '../demo/demo-environment.ts';
import { prepareDemo } from '../demo/prepare-demo.ts';
import type { EngineSupervisor } from '../engine-host/engine-supervisor.ts';
import { createSerialQueue } from '../files/serial-queue.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Vault } from '../vault/vault.ts';
import {
  listUnusedSecretRefs,
  withAlertmanager,
  withEndpoint,
  withoutEndpoint,
  withoutRuleFile,
  withoutServer,
  withRuleFile,
  withServer,
} from './environment-edits.ts';
import type { EnvironmentStore } from './environment-store.ts';
import { originOf } from './origin.ts';

/** A secret as it was typed in: its reference and its value. */
export type TypedSecret = readonly [secretRef: string, value: string];

/** What the workspace is made of. */
export interface WorkspaceOptions {
  readonly store: EnvironmentStore;
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly supervisor: EngineSupervisor;
  startDemoBackend(token: string): Promise<DemoBackend>;
  /** The list of environments, or the open one, is another than before. */
  onChanged(): void;
  onNotice(title: string, message: string): void;
  readonly wallMs: () => number;
  warn(message: string, error: unknown): void;
}

/** The open environment and all that may be done to it and to the others; one change at a time. */
export interface Workspace {
  active(): Environment | null;
  /** Resolves once no change is under way. */
  settled(): Promise<void>;
  /** The demo's backend while it runs. */
  demoBackend(): DemoBackend | null;
  activate(id: string): Promise<Environment>;
  /** Makes an environment and opens it. */
  create(name: string, kind: EnvironmentKind): Promise<Environment>;
  rename(id: string, name: string, kind: EnvironmentKind): Promise<Environment>;
  /** What is beyond the new limits is deleted within a minute. */
  setRetention(id: string, retention: Retention): Promise<Environment>;
  remove(id: string): Promise<void>;
  startDemo(): Promise<Environment>;
  saveEndpoint(
    endpoint: Endpoint,
    secrets: readonly TypedSecret[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  removeEndpoint(endpointId: string): Promise<Environment>;
  saveServer(
    server: QueryServer,
    secrets: readonly TypedSecret[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  removeServer(serverId: string): Promise<Environment>;
  /** Chooses who answers queries that name no source, and whose data the rules see. */
  chooseSources(sources: Pick<Environment, 'defaultSource' | 'ruleSource'>): Promise<Environment>;
  /** Sends alerts to another Alertmanager, or with null to none. */
  saveAlertmanager(
    target: AlertmanagerTarget | null,
    secrets: readonly TypedSecret[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  /** Saves a rule file that has no faults; answers the faults of one that has, and leaves what was before. */
  saveRuleFile(file: RuleFile): Promise<readonly RuleFileError[]>;
  removeRuleFile(name: string): Promise<void>;
  /** Closes the open environment. */
  close(): Promise<void>;
}

/** Makes a workspace with nothing open. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { store, settings, vault, supervisor } = options;
  const inTurn = createSerialQueue();
  let activeId: string | null = null;
  let backend: DemoBackend | null = null;

  function requireActive(): Environment {
    if (activeId === null) {
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    }
    return store.get(activeId);
  }

  async function shut(): Promise<void> {
    activeId = null;
    await supervisor.close();
    await backend?.close();
    backend = null;
  }

  async function openDemo(known: Environment | null): Promise<Environment> {
    const demo = await prepareDemo(known, vault, options.startDemoBackend);
    backend = demo.backend;
    if (demo.note !== null) options.onNotice('Credential kept for this session', demo.note);
    return demo.environment === known ? known : store.save(demo.environment);
  }

  async function openEnvironment(id: string): Promise<Environment> {
    const isNewDemo = id === DEMO_ENVIRONMENT_ID && !store.has(id);
    let environment = isNewDemo ? null : store.get(id);
    await shut();
    try {
      if (environment === null || environment.demo) environment = await openDemo(environment);
      await supervisor.open(environment, store.folderOf(environment.id));
      activeId = environment.id;
    } finally {
      // Where it could not be opened, nothing is open: the one before must not be shown any longer.
      options.onChanged();
    }
    await settings
      .setActiveEnvironmentId(environment.id)
      .catch((error: unknown) => options.warn('the open environment was not noted', error));
    return environment;
  }

  /** Where the environment is the open one, hands it to the engine. */
  async function follow(environment: Environment): Promise<Environment> {
    if (environment.id === activeId) await supervisor.apply(environment);
    options.onChanged();
    return environment;
  }

  /** The environment to change: its file may have been edited by hand since it was read. */
  async function reread(id: string): Promise<Environment> {
    const known = store.get(id);
    const environment = await store.reread(id);
    return environment === known ? known : follow(environment);
  }

  async function change(environment: Environment): Promise<Environment> {
    return follow(await store.save(environment));
  }

  async function storeSecrets(
    environmentId: string,
    target: AccessTarget,
    secrets: readonly TypedSecret[],
  ): Promise<string | null> {
    const uses = listSecretUses(target);
    let note: string | null = null;
    for (const [secretRef, value] of secrets) {
      const use = uses.find((known) => known.secretRef === secretRef);
      if (use === undefined) {
        throw new AppError(
          'bad_data',
          'A credential was given that the endpoint does not use; check its kind.',
        );
      }
      const stored = await vault.store({ environmentId, secretRef, origin: originOf(use) }, value);
      note ??= stored.note;
    }
    return note;
  }

  async function clearUnused(before: Environment, after: Environment): Promise<void> {
    for (const secretRef of listUnusedSecretRefs(before, after)) {
      try {
        await vault.clear({ environmentId: before.id, secretRef });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'vault') throw error;
        options.onNotice('A credential is still in the keychain', error.message);
      }
    }
  }

  return {
    active: () => (activeId === null ? null : store.get(activeId)),
    settled: () => inTurn(() => Promise.resolve()),
    demoBackend: () => backend,
    activate: (id) => inTurn(() => openEnvironment(id)),
    create: (name, kind) => inTurn(async () => openEnvironment((await store.create(name, kind)).id)),
    rename: (id, name, kind) => inTurn(async () => change({ ...(await reread(id)), name, kind })),
    setRetention: (id, retention) => inTurn(async () => change({ ...(await reread(id)), retention })),
    remove: (id) =>
      inTurn(async () => {
        store.get(id);
        if (id === activeId) {
          await shut();
          await settings.setActiveEnvironmentId(null);
        }
        const left = await vault.clearEnvironment(id);
        await store.remove(id);
        options.onChanged();
        if (left > 0) {
          options.onNotice(
            'Credentials are still in the keychain',
            `${left} of the environment’s credentials could not be deleted because the keychain is locked or does not answer.`,
          );
        }
      }),
    startDemo: () => inTurn(() => openEnvironment(DEMO_ENVIRONMENT_ID)),
    saveEndpoint: (endpoint, secrets) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const changed = withEndpoint(before, endpoint);
        const note = await storeSecrets(before.id, endpoint, secrets);
        const environment = await change(changed);
        await clearUnused(before, environment);
        return { environment, note };
      }),
    removeEndpoint: (endpointId) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const environment = await change(withoutEndpoint(before, endpointId));
        await clearUnused(before, environment);
        return environment;
      }),
    saveServer: (server, secrets) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const changed = withServer(before, server);
        const note = await storeSecrets(before.id, server, secrets);
        const environment = await change(changed);
        await clearUnused(before, environment);
        return { environment, note };
      }),
    removeServer: (serverId) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const environment = await change(withoutServer(before, serverId));
        await clearUnused(before, environment);
        return environment;
      }),
    chooseSources: ({ defaultSource, ruleSource }) =>
      inTurn(async () => change({ ...(await reread(requireActive().id)), defaultSource, ruleSource })),
    saveAlertmanager: (target, secrets) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const note = target === null ? null : await storeSecrets(before.id, target, secrets);
        const environment = await change(withAlertmanager(before, target));
        await clearUnused(before, environment);
        return { environment, note };
      }),
    saveRuleFile: (file) =>
      inTurn(async () => {
        const before = await reread(requireActive().id);
        const environment = withRuleFile(before, file);
        const errors = (await supervisor.apply(environment)).filter((error) => error.file === file.name);
        if (errors.length > 0) await supervisor.apply(before);
        else await change(environment);
        return errors;
      }),
    removeRuleFile: (name) =>
      inTurn(async () => {
        await change(withoutRuleFile(await reread(requireActive().id), name));
      }),
    close: () => inTurn(shut),
  };
}
