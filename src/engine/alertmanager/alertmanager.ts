import type { AlertmanagerStatus, AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import { AppError } from '../../shared/errors.ts';
import type { AlertmanagerApi } from '../alerting-api.ts';
import type { Logger } from '../ports.ts';
import { AlertmanagerClient, type AlertmanagerPorts } from './alertmanager-client.ts';
import { type OutgoingAlert, ResendRule, type SendableRule } from './resend.ts';
import { SendQueue } from './send-queue.ts';

/** Prometheus' defaults: alerts that wait, and alerts in one request. */
const QUEUE_CAPACITY = 10_000;
const BATCH_SIZE = 256;

/** Sends an environment's alerts to its Alertmanager, if it has one. */
export interface Alertmanager {
  readonly api: AlertmanagerApi;
  /** Takes a changed target; null sends no more. Counts begin anew for another URL. */
  apply(target: AlertmanagerTarget | null): void;
  /** A rule was evaluated: what is to be sent of its alerts is queued. */
  evaluated(rule: SendableRule): void;
  /** Resolves when nothing is being sent. */
  whenIdle(): Promise<void>;
  /** Ends what is being sent: an Alertmanager that hears no more takes alerts for resolved by itself. */
  close(): void;
}

interface Session {
  readonly target: AlertmanagerTarget;
  readonly client: AlertmanagerClient;
  readonly resend: ResendRule;
  readonly queue: SendQueue<OutgoingAlert>;
  readonly stop: AbortController;
  sending: Promise<void> | null;
  sent: number;
  dropped: number;
  errors: number;
  lastSentAtMs: number | null;
  lastErrorAtMs: number | null;
  lastError: string;
}

/** Makes a sender; `onChanged` hears of each request that was sent. */
export function createAlertmanager(
  ports: AlertmanagerPorts & { readonly logger: Logger; onChanged(): void },
): Alertmanager {
  const { clock, logger } = ports;
  let session: Session | null = null;

  function requireSession(): Session {
    if (session !== null) return session;
    throw new AppError('unavailable', 'The environment has no Alertmanager; add one in the settings.');
  }

  function noteFailure(current: Session, lost: number, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== current.lastError) logger.warn('alerts were not sent', { error: message });
    current.errors += 1;
    current.dropped += lost;
    current.lastErrorAtMs = clock.wallMs();
    current.lastError = message;
  }

  /** One request after the other until nothing waits. As in Prometheus what fails is not sent again: the next resend is. */
  async function drain(current: Session): Promise<void> {
    while (current.queue.length > 0 && !current.stop.signal.aborted) {
      const batch = current.queue.take(BATCH_SIZE);
      try {
        await current.client.postAlerts(batch, current.stop.signal);
        current.sent += batch.length;
        current.lastSentAtMs = clock.wallMs();
        current.lastError = '';
      } catch (error) {
        if (!current.stop.signal.aborted) noteFailure(current, batch.length, error);
      }
      ports.onChanged();
    }
    current.sending = null;
  }

  function describe(current: Session): AlertmanagerStatus {
    const { sent, dropped, errors, queue, lastSentAtMs, lastErrorAtMs, lastError, target } = current;
    return {
      url: target.url,
      sent,
      dropped,
      errors,
      queued: queue.length,
      lastSentAtMs,
      lastErrorAtMs,
      lastError,
    };
  }

  return {
    api: {
      getAlertmanagerStatus: async () => (session === null ? null : describe(session)),
      async listAlertmanagerAlerts() {
        const { client, stop } = requireSession();
        return client.listAlerts(stop.signal);
      },
      async listAlertmanagerSilences() {
        const { client, stop } = requireSession();
        return client.listSilences(stop.signal);
      },
      async saveAlertmanagerSilence(draft) {
        const { client, stop } = requireSession();
        return client.saveSilence(draft, stop.signal);
      },
      async expireAlertmanagerSilence(id) {
        const { client, stop } = requireSession();
        await client.expireSilence(id, stop.signal);
      },
    },
    apply(target) {
      if (JSON.stringify(target) === JSON.stringify(session?.target ?? null)) return;
      session?.stop.abort();
      session =
        target === null
          ? null
          : {
              target,
              client: new AlertmanagerClient(target, ports),
              resend: new ResendRule(),
              queue: new SendQueue(QUEUE_CAPACITY),
              stop: new AbortController(),
              sending: null,
              sent: 0,
              dropped: 0,
              errors: 0,
              lastSentAtMs: null,
              lastErrorAtMs: null,
              lastError: '',
            };
      ports.onChanged();
    },
    evaluated(rule) {
      if (session === null) return;
      const chosen = session.resend.choose(rule, session.target.resendDelayMs);
      if (chosen.length === 0) return;
      session.dropped += session.queue.push(chosen);
      session.sending ??= drain(session);
    },
    whenIdle: async () => {
      await session?.sending;
    },
    close() {
      session?.stop.abort();
    },
  };
}
