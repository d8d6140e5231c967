import { Select, Switch } from '@mantine/core';
import type { ColorScheme } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { settingsStore, useSettings } from '../../state/settings-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';
import classes from './SettingsPage.module.css';

const THEMES: { readonly value: ColorScheme; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'contrast-dark', label: 'High contrast, dark' },
  { value: 'contrast-light', label: 'High contrast, light' },
];

/** How the window looks, and whether the desktop tells of alerts. */
export function GeneralSettings() {
  const settings = useSettings((state) => state.settings);
  const update = (change: Parameters<ReturnType<typeof settingsStore.getState>['update']>[0]): void => {
    settingsStore.getState().update(change).catch(reportFailure('The setting could not be saved'));
  };
  return (
    <SettingsSection id="general" title="General">
      <SettingRow label="Theme" description="System follows your desktop, its contrast too.">
        <Select
          aria-label="Theme"
          className={classes.theme ?? ''}
          allowDeselect={false}
          value={settings.colorScheme}
          onChange={(colorScheme) => update({ colorScheme: colorScheme as ColorScheme })}
          data={THEMES}
          data-testid={testIds.settings.theme}
        />
      </SettingRow>
      <SettingRow label="Times in UTC" description="Charts and tables show UTC instead of local time.">
        <Switch
          aria-label="Times in UTC"
          checked={settings.utc}
          onChange={(event) => update({ utc: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow
        label="Desktop notifications"
        description="When an alert starts firing and when it resolves. The list behind the bell has them in any case."
      >
        <Switch
          aria-label="Desktop notifications"
          checked={settings.notifications}
          onChange={(event) => update({ notifications: event.currentTarget.checked })}
        />
      </SettingRow>
    </SettingsSection>
  );
}
