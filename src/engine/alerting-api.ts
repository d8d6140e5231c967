import type { AlertSettings } from '../shared/domain/alert-settings.ts';
import type {
  AlertHistoryFilter,
  AlertHistoryPage,
  AlertMark,
  AlertTimeline,
} from '../shared/domain/alert-timeline.ts';
import type { AlertmanagerAlert, AlertmanagerStatus } from '../shared/domain/alertmanager.ts';
import type { AlertMatcher, Silence, SilenceDraft } from '../shared/domain/silence.ts';

/** What a host may ask about what is done with an environment's alerts. All failures are AppErrors. */
export interface AlertingApi {
  /** The alerts that are pending or firing and fit all matchers: also what a silence of these would hide. */
  listAlertMarks(matchers: readonly AlertMatcher[]): Promise<readonly AlertMark[]>;
  /** Expired ones too, for five days. */
  listSilences(): Promise<readonly Silence[]>;
  /** Makes a silence, or changes the one of its id. An empty `createdBy` stands for the user of the computer. */
  saveSilence(draft: SilenceDraft): Promise<Silence>;
  expireSilence(id: string): Promise<void>;
  /** Holds until each alert resolves; fingerprints of alerts that are not active are left out. */
  acknowledge(fingerprints: readonly string[], by: string, comment: string): Promise<void>;
  withdrawAcknowledgement(fingerprints: readonly string[]): Promise<void>;
  listAlertHistory(filter: AlertHistoryFilter): Promise<AlertHistoryPage>;
  /** The lives of alerts; the filter's states are those that a row must have had in the range. */
  getAlertTimeline(filter: AlertHistoryFilter): Promise<AlertTimeline>;
  getAlertSettings(): Promise<AlertSettings>;
  /** The tolerance of outages is taken up when the environment is opened the next time. */
  saveAlertSettings(settings: AlertSettings): Promise<void>;
}

/** What a host may ask of an environment's Alertmanager; all but the status are `unavailable` where there is none. */
export interface AlertmanagerApi {
  getAlertmanagerStatus(): Promise<AlertmanagerStatus | null>;
  listAlertmanagerAlerts(): Promise<readonly AlertmanagerAlert[]>;
  listAlertmanagerSilences(): Promise<readonly Silence[]>;
  /** A changed silence may get another id. */
  saveAlertmanagerSilence(draft: SilenceDraft): Promise<{ readonly id: string }>;
  expireAlertmanagerSilence(id: string): Promise<void>;
}
