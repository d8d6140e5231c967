import type { EngineStatus } from '../../../shared/domain/engine-status.ts';
import type { AppInfo } from '../../../shared/domain/settings.ts';

/** Facts for a bug report. No URL, label or path is among them: those tell of the user's systems. */
export function describeInstallation(info: AppInfo, status: EngineStatus | null): string {
  const lines = [
    `Sextant ${info.version}`,
    `Electron ${info.electronVersion}, Chromium ${info.chromeVersion}, Node ${info.nodeVersion}, ${info.platform}`,
    `Keychain: ${info.keychainState}`,
  ];
  if (status !== null) {
    lines.push(
      `Targets: ${status.targetsUp} of ${status.targetsTotal} up`,
      `Series: ${status.seriesCount}, ${status.samplesPerSecond.toFixed(1)} samples/s`,
      `Storage: ${status.storageState}, ${status.databaseBytes} bytes`,
      `Alerts: ${status.alertsFiring} firing, ${status.alertsPending} pending`,
    );
  }
  return `${lines.join('\n')}\n`;
}
