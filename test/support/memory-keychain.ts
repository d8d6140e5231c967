import { type Keychain, KeychainError, type KeychainFault } from '../../src/main/vault/keychain.ts';

/** A keychain in memory that can be at fault like a real one: locked, it refuses writes and finds nothing. */
export interface MemoryKeychain extends Keychain {
  readonly items: Map<string, string>;
  fault: KeychainFault | null;
  /** How a call that was given up on ends, for the fault `busy`. */
  late: Promise<boolean>;
  /** Number of reads so far. */
  reads: number;
}

/** Makes an empty keychain without a fault. */
export function createMemoryKeychain(): MemoryKeychain {
  function refuse(isWrite: boolean): void {
    const { fault } = keychain;
    if (fault === null || (fault === 'locked' && !isWrite)) return;
    throw new KeychainError(fault, 'refused by the test', keychain.late);
  }
  const keychain: MemoryKeychain = {
    backend: 'memory',
    items: new Map(),
    fault: null,
    late: Promise.resolve(false),
    reads: 0,
    async get(account) {
      keychain.reads += 1;
      refuse(false);
      return keychain.fault === null ? (keychain.items.get(account) ?? null) : null;
    },
    async set(account, text) {
      refuse(true);
      keychain.items.set(account, text);
    },
    async delete(account) {
      refuse(false);
      return keychain.fault === null && keychain.items.delete(account);
    },
  };
  return keychain;
}
