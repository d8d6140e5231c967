import { Button, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type Credential, isToEnter } from '../../../../shared/domain/credential.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { credentialsStore, loadCredentials, useCredentials } from '../../../state/credentials-store.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { settingsStore, useSettings } from '../../../state/settings-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { SettingBlock, SettingRow } from '../layout/SettingRow.tsx';
import { SettingsSection } from '../layout/SettingsSection.tsx';
import { CredentialRow } from './CredentialRow.tsx';
import classes from './Credentials.module.css';
import { nameOf, usersOf } from './credential-words.ts';

/** A keychain that is unlocked or deleted from elsewhere tells nobody. */
const LOOK_EVERY_MS = 5_000;
const MAX_SHOWN = 50;

function byNeed(a: Credential, b: Credential): number {
  const rank = (credential: Credential): number =>
    isToEnter(credential) ? 0 : credential.state === 'stored' || credential.state === 'session' ? 2 : 1;
  return rank(a) - rank(b) || a.origin.localeCompare(b.origin, 'en');
}

/** Every credential of the environment: what it is used by, its state, and what to do about it. */
export function CredentialsPanel() {
  const environment = useEnvironment((state) => state.active);
  const credentials = useCredentials((state) => state.credentials);
  const targets = useLiveData(() => request('engine.listTargets'), 'targets').data ?? [];
  const servers = useEngine((state) => state.status?.servers) ?? [];
  const [filter, setFilter] = useState('');
  useEffect(() => {
    loadCredentials();
    const timer = setInterval(loadCredentials, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (environment === null || credentials === null) return null;
  const missing = credentials.filter(isToEnter);
  const found = credentials
    .filter((credential) =>
      `${nameOf(credential)} ${usersOf(credential)} ${credential.origin}`
        .toLowerCase()
        .includes(filter.trim().toLowerCase()),
    )
    .toSorted(byNeed);
  return (
    <SettingsSection
      id="credentials"
      title="Credentials"
      testId={testIds.settings.credentials}
      caption={
        credentials.length === 0
          ? undefined
          : missing.length === 0
            ? `${credentials.length} in use`
            : `${missing.length} of ${credentials.length} missing`
      }
      actions={
        missing.length > 0 && (
          <Button
            size="xs"
            onClick={() => credentialsStore.getState().ask(missing)}
            data-testid={testIds.settings.credentialsFill}
          >
            Fill in one by one
          </Button>
        )
      }
    >
      <SessionMode />
      {credentials.length === 0 && (
        <SettingRow
          label="None"
          description={`Nothing in ${environment.name} needs a credential. They are entered where an endpoint is.`}
        >
          {null}
        </SettingRow>
      )}
      <SettingBlock text={`Credentials passwords tokens secrets ${credentials.map(nameOf).join(' ')}`}>
        {credentials.length > 8 && (
          <TextInput
            my="xs"
            aria-label="Filter credentials"
            placeholder="Filter by name or host"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
        <ul className={classes.list} aria-label="Credentials">
          {found.slice(0, MAX_SHOWN).map((credential) => (
            <CredentialRow
              key={`${credential.secretRef} ${credential.origin}`}
              credential={credential}
              expiries={{ targets, servers }}
              isShared={credentials.some(
                ({ secretRef, origin }) => secretRef === credential.secretRef && origin !== credential.origin,
              )}
            />
          ))}
        </ul>
        {found.length > MAX_SHOWN && (
          <p className={classes.more}>{found.length - MAX_SHOWN} more; filter to see them.</p>
        )}
      </SettingBlock>
    </SettingsSection>
  );
}

function SessionMode() {
  const sessionOnly = useSettings((state) => state.settings.sessionOnly);
  return (
    <SettingRow
      label="Keep new credentials for the session only"
      description="What is typed from now on stays in memory until Sextant quits and is never put into the keychain. Those stored before stay."
    >
      <Switch
        aria-label="Keep new credentials for the session only"
        checked={sessionOnly}
        data-testid={testIds.settings.sessionOnly}
        onChange={(event) => {
          settingsStore
            .getState()
            .update({ sessionOnly: event.currentTarget.checked })
            .catch(reportFailure('The setting could not be saved'));
        }}
      />
    </SettingRow>
  );
}
