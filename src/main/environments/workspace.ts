import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { Environment, EnvironmentKind, Retention } from '../../shared/domain/environment.ts';
import type { WrittenField } from '../../shared/domain/environment-variables.ts';
import type { RuleFile, RuleFileError } from '../../shared/domain/rule.ts';
import { type AccessTarget, listSecretUses } from '../../shared/domain/secret-uses.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import { DEMO_ENVIRONMENT_ID } from '../demo/demo-environment.ts';
import type { DemoKeeper } from '../demo/demo-keeper.ts';
import type { EnginePool } from '../engine-host/engine-pool.ts';
import type { SerialQueue } from '../files/serial-queue.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Vault } from '../vault/vault.ts';
import { storeTyped } from './credentials.ts';
import {
  listUnusedSecretRefs,
  withAlertmanager,
  withEndpoint,
  withoutEndpoint,
  withoutRuleFile,
  withoutServer,
  withRuleFile,
  withServer,
  withWrittenFields,
} from './environment-edits.ts';
import type { EnvironmentStore } from './environment-store.ts';
import { originOf } from './origin.ts';
import type { RemovedCredentials } from './removed-credentials.ts';

/** A secret as it was typed in: its reference and its value. */
export type TypedSecret = readonly [secretRef: string, value: string];

/** What the workspace is made of. */
export interface WorkspaceOptions {
  readonly store: EnvironmentStore;
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly removed: RemovedCredentials;
  readonly engines: Pick<EnginePool, 'open' | 'apply' | 'trim' | 'close'>;
  readonly demo: Pick<DemoKeeper, 'start'>;
  /** One change at a time, whichever window asks for it. */
  readonly inTurn: SerialQueue;
  /** The list of environments, or the open one, is another than before. */
  onChanged(): void;
  onNotice(title: string, message: string): void;
  readonly wallMs: () => number;
  warn(message: string, error: unknown): void;
}

/** A window's open environment and all that may be done to it and to the others. */
export interface Workspace {
  active(): Environment | null;
  /** Resolves once no change is under way. */
  settled(): Promise<void>;
  /** Shows an environment; the engine of the one before goes on. Where it can't be opened, the one before stays. */
  activate(id: string): Promise<Environment>;
  /** Starts an environment's engine without showing it. */
  warm(id: string): Promise<void>;
  /** Shows the environment that was shown before this one. Throws AppError `not_found` where there is none. */
  activatePrevious(): Promise<Environment>;
  /** Makes an environment and opens it. */
  create(name: string, kind: EnvironmentKind): Promise<Environment>;
  rename(id: string, name: string, kind: EnvironmentKind): Promise<Environment>;
  /** Takes over what the environment's file says by now. Throws AppError `conflict` where it can't be used. */
  reload(id: string): Promise<Environment>;
  update(id: string, edit: (environment: Environment) => Environment): Promise<Environment>;
  /** What is beyond the new limits is deleted within a minute. */
  setRetention(id: string, retention: Retention): Promise<Environment>;
  remove(id: string): Promise<void>;
  startDemo(): Promise<Environment>;
  /** `written`: fields with variables; without it they stay as they are. */
  saveEndpoint(
    endpoint: Endpoint,
    secrets: readonly TypedSecret[],
    written?: readonly WrittenField[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  removeEndpoint(endpointId: string): Promise<Environment>;
  saveServer(
    server: QueryServer,
    secrets: readonly TypedSecret[],
    written?: readonly WrittenField[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  removeServer(serverId: string): Promise<Environment>;
  /** Chooses who answers queries that name no source, and whose data the rules see. */
  chooseSources(sources: Pick<Environment, 'defaultSource' | 'ruleSource'>): Promise<Environment>;
  /** Sends alerts to another Alertmanager, or with null to none. */
  saveAlertmanager(
    target: AlertmanagerTarget | null,
    secrets: readonly TypedSecret[],
    written?: readonly WrittenField[],
  ): Promise<{ readonly environment: Environment; readonly note: string | null }>;
  /** Saves a rule file that has no faults; answers the faults of one that has, and leaves what was before. */
  saveRuleFile(file: RuleFile): Promise<readonly RuleFileError[]>;
  removeRuleFile(name: string): Promise<void>;
  /** Shows nothing any more. */
  close(): Promise<void>;
}

/** Makes a workspace with nothing open. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { store, settings, vault, engines, inTurn } = options;
  let activeId: string | null = null;
  let previousId: string | null = null;
  let noting: Promise<void> = Promise.resolve();
  const keepTyped = storeTyped(vault, (name) => settings.get().sessionOnly || vault.isSessionOnly(name));

  function active(): Environment | null {
    // Another window may have removed it.
    return activeId === null || !store.has(activeId) ? null : store.get(activeId);
  }

  function requireActiveId(): string {
    const environment = active();
    if (environment === null) {
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    }
    return environment.id;
  }

  /** Changes the environment that is open at the time of the call, not the one that is open when its turn has come. */
  function inActive<T>(task: (before: Environment) => Promise<T>): Promise<T> {
    const askedFor = activeId;
    return inTurn(async () => task(await reread(askedFor ?? requireActiveId())));
  }

  function note(id: string | null): void {
    noting = settings
      .setActiveEnvironmentId(id)
      .catch((error: unknown) => options.warn('the open environment was not noted', error));
  }

  async function openDemo(known: Environment | null): Promise<Environment> {
    const demo = await options.demo.start(known);
    return demo === known ? known : store.save(demo);
  }

  /** The environment, its engine started. */
  async function start(id: string): Promise<Environment> {
    const isNewDemo = id === DEMO_ENVIRONMENT_ID && !store.has(id);
    if (isNewDemo) await options.removed.now(id);
    let environment = isNewDemo ? null : store.get(id);
    if (environment === null || environment.demo) environment = await openDemo(environment);
    await engines.open(environment, store.folderOf(environment.id));
    return environment;
  }

  function show(id: string): void {
    if (id !== activeId) previousId = activeId;
    activeId = id;
    note(id);
    // The switch does not wait for engines that have to write what they have.
    engines.trim().catch((error: unknown) => options.warn('an engine was not closed in order', error));
  }

  async function openEnvironment(id: string): Promise<Environment> {
    try {
      const environment = await start(id);
      show(environment.id);
      return environment;
    } finally {
      options.onChanged();
    }
  }

  /** Hands the environment to its engine, if that runs. */
  async function follow(environment: Environment): Promise<Environment> {
    await engines.apply(environment);
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
      const stored = await keepTyped({ environmentId, secretRef, origin: originOf(use) }, value);
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
    active,
    settled: () => inTurn(() => Promise.resolve()),
    activate: (id) => inTurn(() => openEnvironment(id)),
    warm: (id) =>
      inTurn(async () => {
        await start(id);
      }),
    activatePrevious: () =>
      inTurn(() => {
        if (previousId === null || !store.has(previousId)) {
          throw new AppError('not_found', 'No other environment was open before this one.');
        }
        return openEnvironment(previousId);
      }),
    create: (name, kind) =>
      inTurn(async () => {
        const { id } = await store.create(name, kind);
        // It may have the id of one that was removed just now.
        await options.removed.now(id);
        return openEnvironment(id);
      }),
    rename: (id, name, kind) => inTurn(async () => change({ ...(await reread(id)), name, kind })),
    reload: (id) => inTurn(() => reread(id)),
    update: (id, edit) => inTurn(async () => change(edit(await reread(id)))),
    setRetention: (id, retention) => inTurn(async () => change({ ...(await reread(id)), retention })),
    remove: (id) =>
      inTurn(async () => {
        store.get(id);
        if (id === activeId) activeId = null;
        if (id === settings.getActiveEnvironmentId()) await settings.setActiveEnvironmentId(null);
        await engines.close(id);
        await store.remove(id);
        options.removed.later(id);
        options.onChanged();
      }),
    startDemo: () => inTurn(() => openEnvironment(DEMO_ENVIRONMENT_ID)),
    saveEndpoint: (endpoint, secrets, written) =>
      inActive(async (before) => {
        const added = withEndpoint(before, endpoint);
        const changed = written ? withWrittenFields(added, ['endpoints', endpoint.id], written) : added;
        const note = await storeSecrets(before.id, endpoint, secrets);
        const environment = await change(changed);
        await clearUnused(before, environment);
        return { environment, note };
      }),
    removeEndpoint: (endpointId) =>
      inActive(async (before) => {
        const environment = await change(withoutEndpoint(before, endpointId));
        await clearUnused(before, environment);
        return environment;
      }),
    saveServer: (server, secrets, written) =>
      inActive(async (before) => {
        const added = withServer(before, server);
        const changed = written ? withWrittenFields(added, ['servers', server.id], written) : added;
        const note = await storeSecrets(before.id, server, secrets);
        const environment = await change(changed);
        await clearUnused(before, environment);
        return { environment, note };
      }),
    removeServer: (serverId) =>
      inActive(async (before) => {
        const environment = await change(withoutServer(before, serverId));
        await clearUnused(before, environment);
        return environment;
      }),
    chooseSources: ({ defaultSource, ruleSource }) =>
      inActive((before) => change({ ...before, defaultSource, ruleSource })),
    saveAlertmanager: (target, secrets, written) =>
      inActive(async (before) => {
        const added = withAlertmanager(before, target);
        const changed = written ? withWrittenFields(added, ['alertmanager'], written) : added;
        const note = target === null ? null : await storeSecrets(before.id, target, secrets);
        const environment = await change(changed);
        await clearUnused(before, environment);
        return { environment, note };
      }),
    saveRuleFile: (file) =>
      inActive(async (before) => {
        const environment = withRuleFile(before, file);
        const errors = (await engines.apply(environment)).filter((error) => error.file === file.name);
        if (errors.length > 0) {
          await engines.apply(before);
          return errors;
        }
        try {
          await change(environment);
        } catch (error) {
          // What could not be saved is not to be evaluated either.
          await engines.apply(store.get(before.id));
          throw error;
        }
        return [];
      }),
    removeRuleFile: (name) =>
      inActive(async (before) => {
        await change(withoutRuleFile(before, name));
      }),
    close: () =>
      inTurn(async () => {
        activeId = null;
        await noting;
      }),
  };
}
