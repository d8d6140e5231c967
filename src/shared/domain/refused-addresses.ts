/**
 * Addresses that an environment's requests never connect to: `metadata` link-local ones and those where cloud platforms
 * give out credentials, `private` these and all that are not on the internet, `none` no address is refused.
 */
export const REFUSED_ADDRESSES = ['metadata', 'private', 'none'] as const;

export type RefusedAddresses = (typeof REFUSED_ADDRESSES)[number];

export const DEFAULT_REFUSED_ADDRESSES: RefusedAddresses = 'metadata';
