import { Switch } from '@mantine/core';
import type { Environment } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';

/** Whether queries and rules may use what Prometheus keeps behind feature flags. */
export function PromqlSettings({ environment }: { readonly environment: Environment }) {
  const isOn = environment.experimentalPromql === true;
  return (
    <SettingRow
      label="Experimental PromQL"
      description="Functions and modifiers that Prometheus keeps behind feature flags. They may change; rules that use them need the flags there too."
    >
      <Switch
        aria-label="Experimental PromQL"
        checked={isOn}
        onChange={() => {
          request('environments.setExperimentalPromql', { id: environment.id, allowed: !isOn })
            .then(() => environmentStore.getState().load())
            .catch(reportFailure('The setting could not be changed'));
        }}
        data-testid={testIds.settings.experimentalPromql}
      />
    </SettingRow>
  );
}
