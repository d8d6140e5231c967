import { Button, Chip, Group, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type AlertSettings, SEVERITIES, type Severity } from '../../../shared/domain/alert-settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { type AlertSettingsTexts, applyTexts, toTexts } from './alert-settings-draft.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';
import classes from './SettingsPage.module.css';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const WEEK = [1, 2, 3, 4, 5, 6, 0];
const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Info',
  none: 'Others',
};

/** How the alerts of the open environment are told on this computer. */
export function NotificationSettings() {
  const environment = useEnvironment((state) => state.active);
  const [saved, setSaved] = useState<AlertSettings | null>(null);
  const id = environment?.id;
  useEffect(() => {
    if (id === undefined) return;
    setSaved(null);
    request('alerts.getSettings').then(setSaved, reportFailure('The alert settings could not be read'));
  }, [id]);
  if (environment === null || saved === null) return null;
  return (
    <SettingsSection id="notifications" title="Notifications" testId={testIds.settings.notificationSettings}>
      <Form key={id} saved={saved} onSaved={setSaved} />
    </SettingsSection>
  );
}

interface FormProps {
  readonly saved: AlertSettings;
  readonly onSaved: (settings: AlertSettings) => void;
}

function Form({ saved, onSaved }: FormProps) {
  const [texts, setTexts] = useState(() => toTexts(saved));
  const next = applyTexts(saved, texts);
  const isChanged = JSON.stringify(texts) !== JSON.stringify(toTexts(saved));
  const save = (settings: AlertSettings): void => {
    const copy = structuredClone(settings) as Parameters<typeof request<'alerts.saveSettings'>>[1];
    request('alerts.saveSettings', copy).then(
      () => onSaved(settings),
      reportFailure('The alert settings could not be saved'),
    );
  };
  const field = (name: keyof AlertSettingsTexts, label: string, wide = false) => (
    <TextInput
      aria-label={label}
      className={(wide ? classes.wide : classes.short) ?? ''}
      value={texts[name]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setTexts((before) => ({ ...before, [name]: value }));
      }}
    />
  );
  const { quietHours } = saved;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (next === null) return;
        save(next);
        setTexts(toTexts(next));
      }}
    >
      <SettingRow
        label="On the desktop"
        description="Severities that are shown there; all are in the list behind the bell."
      >
        <Chip.Group
          multiple
          value={[...saved.desktopSeverities]}
          onChange={(chosen) => save({ ...saved, desktopSeverities: chosen as Severity[] })}
        >
          <Group gap={6} role="group" aria-label="Severities on the desktop">
            {SEVERITIES.map((severity) => (
              <Chip key={severity} value={severity} size="xs">
                {SEVERITY_NAMES[severity]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </SettingRow>
      <SettingRow
        label="Tell when alerts resolve"
        description="One notification for all alerts of a group that ended."
      >
        <Switch
          aria-label="Tell when alerts resolve"
          checked={saved.resolveNotices}
          onChange={(event) => save({ ...saved, resolveNotices: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow
        label="Quiet hours"
        description="Local time. What was held back and still fires is told in one notification afterwards."
      >
        <Switch
          aria-label="Quiet hours"
          checked={quietHours.enabled}
          onChange={(event) =>
            save({ ...saved, quietHours: { ...quietHours, enabled: event.currentTarget.checked } })
          }
        />
      </SettingRow>
      {quietHours.enabled && (
        <>
          <SettingRow label="From and to" description="An end before the start is on the next day.">
            <Group gap="xs" wrap="nowrap">
              {field('quietStart', 'Quiet from')}
              {field('quietEnd', 'Quiet to')}
            </Group>
          </SettingRow>
          <SettingRow label="Days" description="On which they begin.">
            <Chip.Group
              multiple
              value={quietHours.days.map(String)}
              onChange={(chosen) =>
                save({ ...saved, quietHours: { ...quietHours, days: chosen.map(Number) } })
              }
            >
              <Group gap={4} role="group" aria-label="Days with quiet hours">
                {WEEK.map((day) => (
                  <Chip key={day} value={String(day)} size="xs">
                    {DAYS[day]}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </SettingRow>
          <SettingRow label="Critical alerts break through" description="They are told in quiet hours too.">
            <Switch
              aria-label="Critical alerts break through"
              checked={quietHours.criticalBreaksThrough}
              onChange={(event) =>
                save({
                  ...saved,
                  quietHours: { ...quietHours, criticalBreaksThrough: event.currentTarget.checked },
                })
              }
            />
          </SettingRow>
        </>
      )}
      <SettingRow label="Group by" description="Alerts that are equal in these labels make one notification.">
        {field('groupBy', 'Group by', true)}
      </SettingRow>
      <SettingRow
        label="Group wait"
        description="How long a group’s first notification waits for more alerts."
      >
        {field('groupWait', 'Group wait')}
      </SettingRow>
      <SettingRow label="Group interval" description="Least time between two notifications of a group.">
        {field('groupInterval', 'Group interval')}
      </SettingRow>
      <SettingRow
        label="Repeat interval"
        description="What still fires is told again after this; 0s for never."
      >
        {field('repeatInterval', 'Repeat interval')}
      </SettingRow>
      <SettingRow
        label="Most in ten minutes"
        description="Further notifications are told in one when there is room."
      >
        {field('maxPerTenMinutes', 'Most notifications in ten minutes')}
      </SettingRow>
      <SettingRow label="Severity label" description="Which label says how urgent an alert is.">
        {field('severityLabel', 'Severity label')}
      </SettingRow>
      <SettingRow label="Values for critical">{field('critical', 'Values for critical', true)}</SettingRow>
      <SettingRow label="Values for warning">{field('warning', 'Values for warning', true)}</SettingRow>
      <SettingRow label="Values for info">{field('info', 'Values for info', true)}</SettingRow>
      <SettingRow
        label="Tolerated outage"
        description="After a longer time without evaluation pending alerts, acknowledgements and what was told begin anew. Counts from the next start."
      >
        {field('outageTolerance', 'Tolerated outage')}
      </SettingRow>
      <Group justify="flex-end" mt="sm">
        {next === null && (
          <span role="alert" className={classes.problem}>
            A field is not understood: durations are written as 30s, 5m or 4h, times as 22:00.
          </span>
        )}
        <Button
          type="submit"
          variant="default"
          disabled={next === null || !isChanged}
          data-testid={testIds.settings.notificationSettingsSave}
        >
          Save
        </Button>
      </Group>
    </form>
  );
}
