import type { HoldReason } from '../../shared/domain/alert-notice.ts';
import type { AlertSettings, Severity } from '../../shared/domain/alert-settings.ts';
import { isQuiet, type LocalMoment } from './quiet-hours.ts';

const CAP_WINDOW_MS = 600_000;

/** Decides which notifications reach the desktop: severity, quiet hours, and no more than the cap in ten minutes. */
export class DesktopGate {
  private readonly toLocal: (atMs: number) => LocalMoment;
  private shownAtMs: number[] = [];

  constructor(toLocal: (atMs: number) => LocalMoment) {
    this.toLocal = toLocal;
  }

  /** Why a notification must not be shown now; null where it may, and then it counts as shown. */
  admit(severity: Severity, settings: AlertSettings, nowMs: number): HoldReason | null {
    if (!settings.desktopSeverities.includes(severity)) return 'severity';
    if (this.isQuietFor(severity, settings, nowMs)) return 'quiet_hours';
    if (!this.hasRoom(settings, nowMs)) return 'rate_cap';
    this.shownAtMs.push(nowMs);
    return null;
  }

  /** Whether what was held back for this severity could be shown now. */
  isOpen(severity: Severity, settings: AlertSettings, nowMs: number): boolean {
    return !this.isQuietFor(severity, settings, nowMs) && this.hasRoom(settings, nowMs);
  }

  private isQuietFor(severity: Severity, { quietHours }: AlertSettings, nowMs: number): boolean {
    if (severity === 'critical' && quietHours.criticalBreaksThrough) return false;
    return isQuiet(quietHours, this.toLocal(nowMs));
  }

  private hasRoom({ maxPerTenMinutes }: AlertSettings, nowMs: number): boolean {
    // A time after now is from before the clock was set back.
    this.shownAtMs = this.shownAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < CAP_WINDOW_MS);
    return this.shownAtMs.length < maxPerTenMinutes;
  }
}
