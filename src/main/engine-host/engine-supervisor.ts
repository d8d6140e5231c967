import type { Worker } from 'node:worker_threads';
import type { EngineApi, EngineEvents, EngineWorkerData, HistoryKeyAnswer } from '../../engine/engine-api.ts';
import type { TokenReading } from '../../shared/domain/auth.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import type { RuleFileError } from '../../shared/domain/rule.ts';
import { AppError } from '../../shared/errors.ts';
import type { TokenUse } from '../token-sources/approvals.ts';
import type { ResolvedSecret, SecretRequest } from '../vault/vault.ts';
import { attachEngine, type EngineProcess } from './engine-process.ts';

// After the last delay an engine that keeps ending is left alone until the user does something.
const RESTART_DELAYS_MS = [100, 1_000, 5_000, 15_000, 30_000];
const RESTARTS_FORGOTTEN_AFTER_MS = 300_000;

/** What the supervisor needs of the app. */
export interface EngineSupervisorOptions {
  startWorker(data: EngineWorkerData): Worker;
  resolveSecret(request: SecretRequest): Promise<ResolvedSecret>;
  readToken(use: TokenUse): Promise<TokenReading>;
  readHistoryKey(environment: Environment, isEncrypted: boolean): Promise<HistoryKeyAnswer>;
  readonly events: EngineEvents;
  /** The engine ended by itself; `message` says what that means. */
  onRestarted(message: string, error: Error | null): void;
  readonly adjustableClock: boolean;
  readonly appVersion: string;
  readonly monotonicMs: () => number;
}

/** Keeps the engine of the open environment running. */
export interface EngineSupervisor {
  /** The open environment's engine. Throws AppError `unavailable` where there is none. */
  api(): EngineApi;
  /** False when no environment is open. */
  isOpen(): boolean;
  /** False when nothing is open, or when its engine ended so often that it was given up. */
  isRunning(): boolean;
  /** Closes the engine before it and starts one for this environment. */
  open(environment: Environment, dataDirectory: string | null): Promise<void>;
  /** Hands a changed environment to its engine; answers the faults of its rule files. */
  apply(environment: Environment): Promise<readonly RuleFileError[]>;
  /** Ends the engine within about two seconds. */
  close(): Promise<void>;
}

interface Session {
  environment: Environment;
  readonly dataDirectory: string | null;
  process: EngineProcess | null;
  endedAtMs: number[];
  restartTimer: NodeJS.Timeout | null;
}

/** Makes a supervisor without an open environment. Nothing of a closed session is ever forwarded. */
export function createEngineSupervisor(options: EngineSupervisorOptions): EngineSupervisor {
  let current: Session | null = null;

  function start(session: Session): void {
    const { environment, dataDirectory } = session;
    const worker = options.startWorker({
      environment,
      dataDirectory,
      adjustableClock: options.adjustableClock,
      appVersion: options.appVersion,
    });
    session.process = attachEngine(worker, {
      events: options.events,
      host: {
        readHistoryKey: (isEncrypted) => options.readHistoryKey(session.environment, isEncrypted),
        resolveSecret: (secretRef, origin) =>
          options.resolveSecret({ environmentId: environment.id, secretRef, origin }),
        readToken: (source, origin) => options.readToken({ environmentId: environment.id, source, origin }),
      },
      onEnded: (error) => restart(session, error),
    });
  }

  function restart(session: Session, error: Error | null): void {
    session.process = null;
    if (session !== current) return;
    const nowMs = options.monotonicMs();
    session.endedAtMs = session.endedAtMs.filter((atMs) => nowMs - atMs < RESTARTS_FORGOTTEN_AFTER_MS);
    const delayMs = RESTART_DELAYS_MS[session.endedAtMs.length];
    session.endedAtMs.push(nowMs);
    if (delayMs === undefined) {
      options.onRestarted(
        'The engine stopped again and again and was not restarted. Open the environment again; the log says why it stopped.',
        error,
      );
      return;
    }
    session.restartTimer = setTimeout(() => {
      session.restartTimer = null;
      start(session);
      options.onRestarted(
        'The engine stopped unexpectedly and was restarted; samples of the moment between are missing.',
        error,
      );
    }, delayMs);
  }

  async function close(): Promise<void> {
    const session = current;
    current = null;
    if (session === null) return;
    if (session.restartTimer !== null) clearTimeout(session.restartTimer);
    await session.process?.close();
  }

  function api(): EngineApi {
    if (current === null) {
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    }
    if (current.process === null) {
      throw new AppError('unavailable', 'The engine is being restarted; try again in a moment.');
    }
    return current.process.api;
  }

  return {
    api,
    isOpen: () => current !== null,
    isRunning: () => current !== null && (current.process !== null || current.restartTimer !== null),
    async open(environment, dataDirectory) {
      await close();
      current = { environment, dataDirectory, process: null, endedAtMs: [], restartTimer: null };
      start(current);
    },
    async apply(environment) {
      if (current === null || current.environment.id !== environment.id) return [];
      current.environment = environment;
      try {
        return (await current.process?.api.applyEnvironment(environment)) ?? [];
      } catch (error) {
        // An engine that ended meanwhile is started anew with the changed environment.
        if (error instanceof AppError && error.code === 'unavailable') return [];
        throw error;
      }
    },
    close,
  };
}
