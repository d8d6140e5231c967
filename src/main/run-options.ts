import path from 'node:path';
import { app } from 'electron';

/** How this run was asked to be, from the environment's variables; what is for development is off when packaged. */
export interface RunOptions {
  /** The development server's page; undefined for the built one. */
  readonly devUrl: string | undefined;
  readonly testHooks: boolean;
  readonly keychainService: string;
  /** A first run shows the first-run page instead of the Demo. */
  readonly askFirst: boolean;
  readonly statusFile: string | undefined;
  readonly screenshotFile: string | undefined;
  readonly dataFolder: string;
  readonly logFolder: string;
}

const KEYCHAIN_SERVICE = 'Sextant';

/** Reads the options of this run. */
export function readRunOptions(): RunOptions {
  const { env } = process;
  const isDevelopment = !app.isPackaged;
  const dataFolder = app.getPath('userData');
  return {
    devUrl: isDevelopment ? env.ELECTRON_RENDERER_URL : undefined,
    testHooks: isDevelopment && env.SEXTANT_TEST_HOOKS === '1',
    keychainService: (isDevelopment && env.SEXTANT_KEYCHAIN_SERVICE) || KEYCHAIN_SERVICE,
    askFirst: env.SEXTANT_FIRST_RUN === 'ask',
    statusFile: env.SEXTANT_STATUS_FILE,
    screenshotFile: env.SEXTANT_SCREENSHOT_FILE,
    dataFolder,
    logFolder: path.join(dataFolder, 'logs'),
  };
}
