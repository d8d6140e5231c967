import type { CredentialState } from '../../shared/domain/secret.ts';
import type { KeychainFault } from './keychain.ts';

/** What is known of a secret beside its state. */
export interface SecretFacts {
  /** It was asked to be kept in memory only. */
  readonly sessionOnly: boolean;
  /** The keychain that it was saved in, and the one in use; their names for a person. */
  readonly savedIn: string;
  readonly inUse: string;
}

/** What a secret's state means and what to do, for a person. */
export function describeSecretState(
  state: CredentialState,
  { sessionOnly, savedIn, inUse }: SecretFacts,
): string {
  switch (state) {
    case 'stored':
      return 'Stored in the keychain of this computer.';
    case 'session':
      return sessionOnly
        ? 'Kept in memory until Sextant quits, as was chosen; it is not in the keychain.'
        : 'Kept in memory until Sextant quits, because the keychain could not take it; save it once the keychain works.';
    case 'missing':
      return sessionOnly
        ? 'It is kept for one session only, as was chosen; enter it for this session.'
        : 'No credential is saved on this computer; enter it.';
    case 'lost':
      return 'It was saved, but the keychain no longer has it: it was deleted there. Enter it again.';
    case 'backend_changed':
      return `It was saved in ${savedIn}, and the keychain in use is ${inUse} now. Start Sextant in the desktop session before, or enter it again.`;
    case 'locked':
      return 'The keychain is locked. Unlock it (a prompt may be waiting behind this window); it is tried again by itself.';
    case 'unavailable':
      return 'No keychain service answers on this computer. Start one (on Linux: gnome-keyring or KWallet), or enter the credential again for this session.';
    case 'origin_changed':
      return 'The credential was saved for another host or port and is not sent to this one. Enter it again if the change was intended.';
  }
}

/** What is told where a credential was kept in memory because that was chosen. */
export const SESSION_CHOSEN = 'As chosen, the credential is kept in memory until Sextant quits.';

/** Why a credential that was just entered lives for this session only. */
export function describeSessionOnly(fault: KeychainFault): string {
  switch (fault) {
    case 'locked':
      return 'The keychain is locked, so the credential is kept in memory until Sextant quits. Unlock the keychain and save again to keep it.';
    case 'busy':
      return 'The keychain is waiting to be unlocked. The credential is kept in memory until Sextant quits, and saved once the keychain is unlocked.';
    case 'unavailable':
      return 'No keychain service answers on this computer, so the credential is kept in memory until Sextant quits. It is never written to a file.';
  }
}

/** The keychain as a whole, for the Settings page. */
export function describeKeychain(fault: KeychainFault | null): string {
  switch (fault) {
    case null:
      return 'Credentials are stored in the keychain of this computer.';
    case 'locked':
    case 'busy':
      return 'The keychain is locked; credentials saved before can’t be read until it is unlocked.';
    case 'unavailable':
      return 'No keychain service answers on this computer; credentials are kept in memory until Sextant quits.';
  }
}
