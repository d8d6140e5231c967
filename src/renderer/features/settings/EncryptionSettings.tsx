import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';

/** Whether the open environment's history is encrypted on this computer. */
export function EncryptionSettings({ environmentId }: { readonly environmentId: string }) {
  const [encrypted, setEncrypted] = useState<boolean | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: main answers for the open environment
  useEffect(() => {
    request('encryption.get')
      .then((state) => setEncrypted(state.encrypted))
      .catch(reportFailure('Whether history is encrypted is not known'));
  }, [environmentId]);
  const change = (wanted: boolean): void => {
    setIsBusy(true);
    request('encryption.set', { encrypted: wanted })
      .then((state) => setEncrypted(state.encrypted))
      .then(() => environmentStore.getState().load())
      .catch(reportFailure('Encryption could not be changed'))
      .finally(() => setIsBusy(false));
  };
  return (
    <SettingRow
      label="Encrypt history on this computer"
      description="With a random key that the keychain keeps; while the keychain is locked, history stays closed and new samples wait in memory. Production is encrypted at first."
    >
      <Switch
        aria-label="Encrypt history on this computer"
        checked={encrypted ?? false}
        disabled={encrypted === null || isBusy}
        onChange={(event) => change(event.currentTarget.checked)}
        data-testid={testIds.settings.encryptHistory}
      />
    </SettingRow>
  );
}
