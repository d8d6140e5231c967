import type { Vault } from '../vault/vault.ts';

/** So long a removed environment's credentials stay in the keychain, for the undo that is offered meanwhile. */
const KEPT_MS = 5 * 60_000;

/** Credentials, and keys of histories, of environments that were removed: deleted once undo is out of the question. */
export interface RemovedCredentials {
  /** Deletes them in five minutes, or at `close`. */
  later(environmentId: string): void;
  /** The environment came back. */
  keep(environmentId: string): void;
  /** Deletes them now, so that another environment with this id has none of them. */
  now(environmentId: string): Promise<void>;
  /** Deletes what the run before did not come to. */
  sweep(removedIds: readonly string[]): Promise<void>;
  /** Deletes all that waits. */
  close(): Promise<void>;
}

/** Makes the keeper over a vault; `isTaken`: an environment with this id is there. */
export function createRemovedCredentials(options: {
  readonly vault: Pick<Vault, 'clearEnvironment'>;
  isTaken(environmentId: string): boolean;
  onNotice(title: string, message: string): void;
  warn(message: string, error: unknown): void;
}): RemovedCredentials {
  const waiting = new Map<string, NodeJS.Timeout>();

  async function clear(id: string): Promise<void> {
    const left = await options.vault.clearEnvironment(id);
    if (left === 0) return;
    options.onNotice(
      'Credentials are still in the keychain',
      `${left} of the credentials of the removed environment "${id}" could not be deleted because the keychain is locked or does not answer; the next start tries again.`,
    );
  }

  function keep(id: string): void {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
  }

  async function now(id: string): Promise<void> {
    if (!waiting.has(id)) return;
    keep(id);
    await clear(id);
  }

  return {
    keep,
    now,
    later(id) {
      keep(id);
      const timer = setTimeout(() => {
        waiting.delete(id);
        if (options.isTaken(id)) return;
        clear(id).catch((error: unknown) => options.warn('removed credentials were not deleted', error));
      }, KEPT_MS);
      timer.unref();
      waiting.set(id, timer);
    },
    async sweep(removedIds) {
      for (const id of removedIds) if (!options.isTaken(id) && !waiting.has(id)) await clear(id);
    },
    async close() {
      for (const id of [...waiting.keys()]) await now(id);
    },
  };
}
