/** Why the keychain did not do what it was asked. `busy`: it did not answer in time, mostly because it asks the user to unlock it. */
export type KeychainFault = 'locked' | 'unavailable' | 'busy';

/** A failure of the OS keychain; the message is for the log, never for a decision. */
export class KeychainError extends Error {
  readonly fault: KeychainFault;
  /** For `busy`: the end of the call that was given up on; true where it did its work after all. */
  readonly late: Promise<boolean>;

  constructor(fault: KeychainFault, message: string, late: Promise<boolean> = Promise.resolve(false)) {
    super(message);
    this.name = 'KeychainError';
    this.fault = fault;
    this.late = late;
  }
}

/** The OS keychain: text by account. All calls may throw KeychainError. */
export interface Keychain {
  /** The keychain's name for a person, kept beside each secret's metadata: of several, each holds its own items. */
  readonly backend: string;
  /** null where there is no such item, or where the keychain is locked: the caller can't tell. */
  get(account: string): Promise<string | null>;
  set(account: string, text: string): Promise<void>;
  /** False where there was nothing to delete. */
  delete(account: string): Promise<boolean>;
}
