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

/** The same for a person, who is told why one is missing: it is gone from the keychain, or was saved in another one. */
export const CREDENTIAL_STATES = [...SECRET_STATES, 'lost', 'backend_changed'] as const;

export type CredentialState = (typeof CREDENTIAL_STATES)[number];
