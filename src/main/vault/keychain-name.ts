import { safeStorage } from 'electron';

const LINUX_NAMES: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet 5',
  kwallet6: 'KWallet 6',
};

/**
 * The name of the keychain that this desktop session has. On Linux another session (GNOME, KDE) brings another one, which
 * does not hold what the one before was given; Electron knows which by the desktop. Only once the app is ready.
 */
export function keychainName(): string {
  if (process.platform === 'darwin') return 'the macOS Keychain';
  if (process.platform === 'win32') return 'the Windows Credential Manager';
  return LINUX_NAMES[safeStorage.getSelectedStorageBackend()] ?? 'the Secret Service';
}
