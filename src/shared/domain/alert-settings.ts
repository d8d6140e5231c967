/** How urgent an alert is, most urgent first; `none` is one whose labels don't say. */
export const SEVERITIES = ['critical', 'warning', 'info', 'none'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Which label says how urgent an alert is, and which of its values mean what (compared without case). */
export interface SeverityMapping {
  readonly label: string;
  readonly critical: readonly string[];
  readonly warning: readonly string[];
  readonly info: readonly string[];
}

/** Hours of the week without desktop notifications, in local time. */
export interface QuietHours {
  readonly enabled: boolean;
  /** Days on which they begin, 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes after midnight; an end at or before the start is on the next day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** Critical alerts are told all the same. */
  readonly criticalBreaksThrough: boolean;
}

/** How the alerts of an environment are told on this computer. */
export interface AlertSettings {
  /** Alerts that are equal in these labels are told together. */
  readonly groupBy: readonly string[];
  /** How long the first notification of a group waits for more alerts. */
  readonly groupWaitMs: number;
  /** Least time between two notifications of a group. */
  readonly groupIntervalMs: number;
  /** A group that is still firing is told again after this; 0 for never. */
  readonly repeatIntervalMs: number;
  /** Most desktop notifications in ten minutes; what is held back is told in one. */
  readonly maxPerTenMinutes: number;
  /** Whether the end of an alert is told. */
  readonly resolveNotices: boolean;
  /** Severities that are shown on the desktop; all are in the list of notifications. */
  readonly desktopSeverities: readonly Severity[];
  readonly severity: SeverityMapping;
  readonly quietHours: QuietHours;
  /** How long evaluation may have been off for pending times, acknowledgements and what was told to be taken up again. */
  readonly outageToleranceMs: number;
}

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  groupBy: ['alertname', 'severity'],
  groupWaitMs: 5_000,
  groupIntervalMs: 60_000,
  repeatIntervalMs: 4 * 3_600_000,
  maxPerTenMinutes: 20,
  resolveNotices: true,
  desktopSeverities: ['critical', 'warning', 'info', 'none'],
  severity: {
    label: 'severity',
    critical: ['critical', 'page', 'emergency', 'fatal', 'error', 'high'],
    warning: ['warning', 'warn', 'medium', 'ticket'],
    info: ['info', 'information', 'notice', 'low', 'none'],
  },
  quietHours: {
    enabled: false,
    days: [0, 1, 2, 3, 4, 5, 6],
    startMinute: 22 * 60,
    endMinute: 7 * 60,
    criticalBreaksThrough: true,
  },
  outageToleranceMs: 3_600_000,
};
