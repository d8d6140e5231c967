import type { Environment } from '../../shared/domain/environment.ts';
import type { Vault } from '../vault/vault.ts';
import type { DemoBackend } from './demo-backend.ts';
import { prepareDemo } from './prepare-demo.ts';

/** The demo's backend, which runs as long as the Demo's engine does. */
export interface DemoKeeper {
  /** The backend while it runs. */
  backend(): DemoBackend | null;
  /**
   * Starts the backend where it does not run; the Demo environment as it points to it, `known` itself where nothing
   * about it changed. Throws AppError `unavailable`.
   */
  start(known: Environment | null): Promise<Environment>;
  stop(): Promise<void>;
}

/** Makes a keeper whose backend does not run. */
export function createDemoKeeper(options: {
  readonly vault: Vault;
  startBackend(token: string): Promise<DemoBackend>;
  onNotice(title: string, message: string): void;
}): DemoKeeper {
  let backend: DemoBackend | null = null;
  return {
    backend: () => backend,
    async start(known) {
      if (backend?.isRunning() === true && known !== null) return known;
      await backend?.close();
      backend = null;
      const demo = await prepareDemo(known, options.vault, options.startBackend);
      backend = demo.backend;
      if (demo.note !== null) options.onNotice('Credential kept for this session', demo.note);
      return demo.environment;
    },
    async stop() {
      const running = backend;
      backend = null;
      await running?.close();
    },
  };
}
