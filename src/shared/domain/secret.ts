/**
 * What is known of a secret without reading it: stored in the keychain; kept in memory until the app quits; missing;
 * keychain locked; no keychain service; or saved for another origin than the one it is asked for.
 */
export const SECRET_STATES = [
  'stored',
  'session',
  'missing',
  'locked',
  'unavailable',
  'origin_changed',
] as const;

export type SecretState = (typeof SECRET_STATES)[number];
