import type { Alert } from '../../shared/domain/alert.ts';
import type { LabelSet } from '../../shared/domain/series.ts';

/** An evaluated alerting rule, as far as sending its alerts depends on it. */
export interface SendableRule {
  readonly key: string;
  readonly expr: string;
  readonly atMs: number;
  readonly intervalMs: number;
  readonly listAlerts: () => readonly Alert[];
}

/** An alert on its way; times are ms UTC. */
export interface OutgoingAlert {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly expr: string;
}

interface Sent {
  readonly firedAtMs: number | null;
  readonly atMs: number;
}

/** How many missed deliveries an alert outlives before the Alertmanager takes it for resolved. */
const VALID_DELIVERIES = 4;

/**
 * Chooses which alerts of an evaluated rule are sent (Prometheus' Alert.needsSending and AlertingRule.sendAlerts):
 * pending ones never, a firing one at once and again after the resend delay, a resolved one likewise for as long as the
 * rule remembers it (15 minutes).
 */
export class ResendRule {
  private readonly sent = new Map<string, Map<string, Sent>>();

  /** The alerts to send now, which count as sent. */
  choose({ key, expr, atMs, intervalMs, listAlerts }: SendableRule, resendDelayMs: number): OutgoingAlert[] {
    const before = this.sent.get(key);
    const after = new Map<string, Sent>();
    const chosen: OutgoingAlert[] = [];
    for (const alert of listAlerts()) {
      const { fingerprint, labels, annotations, firedAtMs, resolvedAtMs } = alert;
      if (firedAtMs === null || (alert.state !== 'firing' && alert.state !== 'resolved')) continue;
      const last = before?.get(fingerprint);
      const lastAtMs = last?.firedAtMs === firedAtMs ? last.atMs : Number.NEGATIVE_INFINITY;
      if (!isDue(lastAtMs, alert.state === 'resolved' ? resolvedAtMs : null, atMs, resendDelayMs)) {
        if (last !== undefined) after.set(fingerprint, last);
        continue;
      }
      after.set(fingerprint, { firedAtMs, atMs });
      const validUntilMs = atMs + VALID_DELIVERIES * Math.max(intervalMs, resendDelayMs);
      const endsAtMs = alert.state === 'resolved' ? (resolvedAtMs ?? atMs) : validUntilMs;
      chosen.push({ labels, annotations, startsAtMs: firedAtMs, endsAtMs, expr });
    }
    this.sent.set(key, after);
    return chosen;
  }
}

function isDue(lastAtMs: number, resolvedAtMs: number | null, atMs: number, resendDelayMs: number): boolean {
  if (resolvedAtMs !== null && resolvedAtMs > lastAtMs) return true;
  // A time after now is from before the clock was set back.
  return lastAtMs + resendDelayMs < atMs || lastAtMs > atMs;
}
