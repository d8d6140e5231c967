import type { ConnectionSettings, EndpointAuth } from './endpoint.ts';
import type { LabelSet } from './series.ts';

/** An Alertmanager that an environment's alerts are sent to. */
export interface AlertmanagerTarget {
  /** Absolute http(s) URL; its path is the prefix of the API. */
  readonly url: string;
  readonly auth: EndpointAuth;
  readonly connection: ConnectionSettings;
  readonly timeoutMs: number;
  /** Labels that are added to each alert that has none of the name (Prometheus' external_labels). */
  readonly externalLabels: LabelSet;
  /** Address that links in alerts lead to (Prometheus' external URL); '' for no link. */
  readonly externalUrl: string;
  /** A firing alert is sent again after this; Prometheus' resend delay. */
  readonly resendDelayMs: number;
}

export const DEFAULT_RESEND_DELAY_MS = 60_000;
export const DEFAULT_ALERTMANAGER_TIMEOUT_MS = 10_000;

/** How sending to the Alertmanager goes; counts are since the environment was opened. */
export interface AlertmanagerStatus {
  readonly url: string;
  readonly sent: number;
  /** Alerts that were not delivered: the queue was full, or a request failed. */
  readonly dropped: number;
  /** Requests that failed. */
  readonly errors: number;
  readonly queued: number;
  readonly lastSentAtMs: number | null;
  readonly lastErrorAtMs: number | null;
  /** One sentence, '' when the last request went well. */
  readonly lastError: string;
}

/** An alert as an Alertmanager lists it. */
export interface AlertmanagerAlert {
  readonly fingerprint: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly state: 'unprocessed' | 'active' | 'suppressed';
  readonly silencedBy: readonly string[];
  readonly receivers: readonly string[];
  readonly generatorUrl: string;
}
