import type { AlertSettings } from '../../../shared/domain/alert-settings.ts';
import { formatDurationMs, parseDurationMs } from '../../../shared/domain/duration.ts';

/** The fields of the alert settings that are written as text. */
export interface AlertSettingsTexts {
  readonly groupBy: string;
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  readonly maxPerTenMinutes: string;
  readonly severityLabel: string;
  readonly critical: string;
  readonly warning: string;
  readonly info: string;
  readonly quietStart: string;
  readonly quietEnd: string;
  readonly outageTolerance: string;
}

/** The settings as texts. */
export function toTexts(settings: AlertSettings): AlertSettingsTexts {
  const { severity, quietHours } = settings;
  return {
    groupBy: settings.groupBy.join(', '),
    groupWait: formatDurationMs(settings.groupWaitMs),
    groupInterval: formatDurationMs(settings.groupIntervalMs),
    repeatInterval: formatDurationMs(settings.repeatIntervalMs),
    maxPerTenMinutes: String(settings.maxPerTenMinutes),
    severityLabel: severity.label,
    critical: severity.critical.join(', '),
    warning: severity.warning.join(', '),
    info: severity.info.join(', '),
    quietStart: formatMinute(quietHours.startMinute),
    quietEnd: formatMinute(quietHours.endMinute),
    outageTolerance: formatDurationMs(settings.outageToleranceMs),
  };
}

/** The settings with these texts read; null where one of them is not understood. */
export function applyTexts(settings: AlertSettings, texts: AlertSettingsTexts): AlertSettings | null {
  const groupWaitMs = readDuration(texts.groupWait);
  const groupIntervalMs = readDuration(texts.groupInterval);
  const repeatIntervalMs = readDuration(texts.repeatInterval);
  const outageToleranceMs = readDuration(texts.outageTolerance);
  const maxPerTenMinutes = Number(texts.maxPerTenMinutes);
  const startMinute = readMinute(texts.quietStart);
  const endMinute = readMinute(texts.quietEnd);
  if (groupWaitMs === null || groupIntervalMs === null || repeatIntervalMs === null) return null;
  if (outageToleranceMs === null || startMinute === null || endMinute === null) return null;
  if (!Number.isInteger(maxPerTenMinutes) || maxPerTenMinutes < 1 || groupIntervalMs < 1_000) return null;
  if (texts.severityLabel.trim() === '') return null;
  return {
    ...settings,
    groupBy: readWords(texts.groupBy),
    groupWaitMs,
    groupIntervalMs,
    repeatIntervalMs,
    maxPerTenMinutes,
    severity: {
      label: texts.severityLabel.trim(),
      critical: readWords(texts.critical),
      warning: readWords(texts.warning),
      info: readWords(texts.info),
    },
    quietHours: { ...settings.quietHours, startMinute, endMinute },
    outageToleranceMs,
  };
}

function formatMinute(minute: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

function readMinute(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text.trim()) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute >= 0 && minute < 1_440 && Number(minutes) < 60 ? minute : null;
}

function readDuration(text: string): number | null {
  try {
    return parseDurationMs(text.trim());
  } catch {
    // The field says that it is not understood.
    return null;
  }
}

function readWords(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
