import { MultiSelect, SegmentedControl } from '@mantine/core';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { settingsStore, useSettings } from '../../state/settings-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';

const LIMITS = ['1', '2', '3', '5', '8'] as const;

/** Which environments go on scraping and alerting while they are not shown. */
export function WarmSettings() {
  const warmLimit = useSettings((state) => state.settings.warmLimit);
  const keepWarm = useSettings((state) => state.settings.keepWarm);
  const environments = useEnvironment((state) => state.environments);
  const update = (change: Parameters<ReturnType<typeof settingsStore.getState>['update']>[0]): void => {
    settingsStore.getState().update(change).catch(reportFailure('The setting could not be saved'));
  };
  // A limit that was set by hand in the file is shown too.
  const limits: readonly string[] = LIMITS.some((limit) => Number(limit) === warmLimit)
    ? LIMITS
    : [...LIMITS, String(warmLimit)];
  return (
    <SettingsSection id="background" title="Environments in the background">
      <SettingRow
        label="Running at once"
        description="So many environments go on scraping and alerting, so that their charts are complete when you switch. The one used longest ago is closed first."
      >
        <SegmentedControl
          aria-label="Environments running at once"
          value={String(warmLimit)}
          onChange={(value) => update({ warmLimit: Number(value) })}
          data={[...limits]}
        />
      </SettingRow>
      <SettingRow
        label="Always running"
        description="These are started with Sextant and never closed, whatever is shown."
      >
        <MultiSelect
          aria-label="Environments that always run"
          value={[...keepWarm]}
          onChange={(ids) => update({ keepWarm: ids })}
          data={environments.map(({ id, name }) => ({ value: id, label: name }))}
          placeholder={keepWarm.length === 0 ? 'None' : ''}
          maxValues={10}
          w={300}
          data-testid={testIds.settings.keepWarm}
        />
      </SettingRow>
    </SettingsSection>
  );
}
