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

type DevelopmentOptions = Pick<RunOptions, 'devUrl' | 'testHooks' | 'keychainService'>;

function readDevelopmentOptions(): DevelopmentOptions {
  // A packaged build defines the word as "no", so that the branch below is not in it.
  if (process.env.SEXTANT_DEVELOPMENT_BUILD !== 'no') {
    if (!app.isPackaged) {
      return {
        devUrl: process.env.ELECTRON_RENDERER_URL,
        testHooks: process.env.SEXTANT_TEST_HOOKS === '1',
        keychainService: process.env.SEXTANT_KEYCHAIN_SERVICE || KEYCHAIN_SERVICE,
      };
    }
  }
  return { devUrl: undefined, testHooks: false, keychainService: KEYCHAIN_SERVICE };
}

/** Reads the options of this run. */
export function readRunOptions(): RunOptions {
  const { env } = process;
  const dataFolder = app.getPath('userData');
  return {
    ...readDevelopmentOptions(),
    askFirst: env.SEXTANT_FIRST_RUN === 'ask',
    statusFile: env.SEXTANT_STATUS_FILE,
    screenshotFile: env.SEXTANT_SCREENSHOT_FILE,
    dataFolder,
    logFolder: path.join(dataFolder, 'logs'),
  };
}
