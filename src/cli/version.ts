import { version } from '../../package.json' with { type: 'json' };

/** The program's version. */
export const APP_VERSION: string = version;
