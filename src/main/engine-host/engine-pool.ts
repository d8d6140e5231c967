import type { EngineApi } from '../../engine/engine-api.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { RuleFileError } from '../../shared/domain/rule.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

/** What the pool needs of the app. */
export interface EnginePoolOptions {
  /** A supervisor for the engine of one environment, which is not open yet. */
  createSupervisor(environmentId: string): EngineSupervisor;
  /** How many engines may run at once; those that are in use run beyond it. */
  limit(): number;
  /** True for an environment that a window shows or that is to stay warm: its engine is not closed for another. */
  isInUse(environmentId: string): boolean;
  /** An engine was closed, for good or for another. */
  onClosed(environmentId: string): Promise<void>;
}

/** The engines of several environments: they go on scraping and alerting while no window shows them. */
export interface EnginePool {
  /** Starts the environment's engine where it does not run. */
  open(environment: Environment, dataDirectory: string | null): Promise<void>;
  isOpen(environmentId: string): boolean;
  /** The ids of the environments whose engines run, the one used last at the end. */
  listOpen(): readonly string[];
  /** Throws AppError `unavailable` where the environment's engine does not run. */
  api(environmentId: string): EngineApi;
  /** Hands a changed environment to its engine, if it runs; answers the faults of its rule files. */
  apply(environment: Environment): Promise<readonly RuleFileError[]>;
  /** Closes the engines over the limit that are not in use, those first that were opened longest ago. */
  trim(): Promise<void>;
  close(environmentId: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** Makes a pool without engines. */
export function createEnginePool(options: EnginePoolOptions): EnginePool {
  /** In the order of their last use. */
  const open = new Map<string, EngineSupervisor>();
  const closing = new Map<string, Promise<void>>();

  function close(environmentId: string): Promise<void> {
    const supervisor = open.get(environmentId);
    if (supervisor === undefined) return closing.get(environmentId) ?? Promise.resolve();
    open.delete(environmentId);
    const closed = supervisor
      .close()
      .then(() => options.onClosed(environmentId))
      .finally(() => closing.delete(environmentId));
    closing.set(environmentId, closed);
    return closed;
  }

  async function trim(): Promise<void> {
    const idle = [...open.keys()].filter((id) => !options.isInUse(id));
    const surplus = Math.max(0, open.size - options.limit());
    await Promise.all(idle.slice(0, surplus).map(close));
  }

  return {
    async open(environment, dataDirectory) {
      const { id } = environment;
      // Two engines must not have one database open.
      await closing.get(id);
      const supervisor = open.get(id) ?? options.createSupervisor(id);
      open.delete(id);
      open.set(id, supervisor);
      if (!supervisor.isRunning()) {
        try {
          await supervisor.open(environment, dataDirectory);
        } catch (error) {
          open.delete(id);
          throw error;
        }
      }
    },
    isOpen: (id) => open.has(id),
    listOpen: () => [...open.keys()],
    api(id) {
      const supervisor = open.get(id);
      if (supervisor === undefined) {
        throw new AppError('unavailable', 'The environment is not open; open it and try again.');
      }
      return supervisor.api();
    },
    apply: async (environment) => (await open.get(environment.id)?.apply(environment)) ?? [],
    trim,
    close,
    async closeAll() {
      await Promise.all([...[...open.keys()].map(close), ...closing.values()]);
    },
  };
}
