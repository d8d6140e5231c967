import { SegmentedControl } from '@mantine/core';
import type { Environment } from '../../../shared/domain/environment.ts';
import {
  DEFAULT_REFUSED_ADDRESSES,
  REFUSED_ADDRESSES,
  type RefusedAddresses,
} from '../../../shared/domain/refused-addresses.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';

const NAMES: Readonly<Record<RefusedAddresses, string>> = {
  metadata: 'Link-local, metadata',
  private: 'Private too',
  none: 'None',
};

/** Addresses that this environment's requests never connect to. */
export function AddressSettings({ environment }: { readonly environment: Environment }) {
  return (
    <SettingRow
      label="Refused addresses"
      description="Cloud platforms give out a machine’s credentials at link-local addresses such as 169.254.169.254. The address that a name leads to counts, not its spelling."
    >
      <SegmentedControl
        aria-label="Refused addresses"
        value={environment.refusedAddresses ?? DEFAULT_REFUSED_ADDRESSES}
        data={REFUSED_ADDRESSES.map((value) => ({ value, label: NAMES[value] }))}
        data-testid={testIds.settings.refusedAddresses}
        onChange={(refused) => {
          request('environments.refuseAddresses', {
            id: environment.id,
            refused: refused as RefusedAddresses,
          })
            .then(() => environmentStore.getState().load())
            .catch(reportFailure('The setting could not be changed'));
        }}
      />
    </SettingRow>
  );
}
