/** `system` follows the desktop, its wish for more contrast too. */
export const COLOR_SCHEMES = ['system', 'dark', 'light', 'contrast-dark', 'contrast-light'] as const;

export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** Whether a scheme is dark or light, apart from its contrast. */
export function schemeShade(scheme: ColorScheme): 'system' | 'dark' | 'light' {
  switch (scheme) {
    case 'contrast-dark':
      return 'dark';
    case 'contrast-light':
      return 'light';
    default:
      return scheme;
  }
}

/** Settings of the app on this computer; nothing in it is secret. */
export interface Settings {
  readonly colorScheme: ColorScheme;
  /** OS notifications for alerts that start firing and that resolve. */
  readonly notifications: boolean;
  /** Times in charts and tables are shown in UTC instead of local time. */
  readonly utc: boolean;
  /** How many environments' engines run at once, those that are shown and those kept warm counted. */
  readonly warmLimit: number;
  /** Ids of environments that scrape and alert whatever is shown. */
  readonly keepWarm: readonly string[];
  /** Credentials that are typed from now on are kept in memory until the app quits, never in the keychain. */
  readonly sessionOnly: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  colorScheme: 'dark',
  notifications: true,
  utc: false,
  warmLimit: 3,
  keepWarm: [],
  sessionOnly: false,
};

/** State of the OS keychain as a whole; `session` means that secrets are kept in memory only. */
export type KeychainState = 'available' | 'locked' | 'unavailable';

/** Facts for the Settings and About pages; `folders` are shown, never sent back. */
export interface AppInfo {
  readonly version: string;
  readonly electronVersion: string;
  readonly chromeVersion: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly keychainState: KeychainState;
  /** One sentence on the keychain: its backend, or why it can't be used and what that means. */
  readonly keychainMessage: string;
}

/** A page that main can ask a window to show. */
export interface Navigation {
  readonly page: 'overview' | 'explore' | 'dashboards' | 'targets' | 'alerts' | 'settings';
  /** An alert's fingerprint, an endpoint's or a dashboard's id; null for the page itself. */
  readonly focus: string | null;
}
