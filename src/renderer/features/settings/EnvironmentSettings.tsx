import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  ENVIRONMENT_KINDS,
  type Environment,
  type EnvironmentKind,
} from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../state/environment-store.ts';
import { ENVIRONMENT_KIND_NAMES } from '../../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { AddressSettings } from './AddressSettings.tsx';
import { EncryptionSettings } from './EncryptionSettings.tsx';
import { LimitSettings } from './LimitSettings.tsx';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';
import { PromqlSettings } from './PromqlSettings.tsx';
import { RemoveEnvironment } from './RemoveEnvironment.tsx';
import { RetentionSettings } from './RetentionSettings.tsx';
import classes from './SettingsPage.module.css';
import { SourceSettings } from './SourceSettings.tsx';

/** Name, kind, retention, limits and removal of the open environment. */
export function EnvironmentSettings() {
  const environment = useEnvironment((state) => state.active);
  if (environment === null) return null;
  return (
    <SettingsSection id="environment" title="This environment">
      <Name key={`${environment.id}/${environment.name}`} environment={environment} />
      <SettingRow label="Kind" description="Production is marked on every window, in the tray and in titles.">
        <SegmentedControl
          aria-label="Kind"
          value={environment.kind}
          onChange={(kind) => change(environment, environment.name, kind as EnvironmentKind)}
          data={ENVIRONMENT_KINDS.map((value) => ({ value, label: ENVIRONMENT_KIND_NAMES[value] }))}
        />
      </SettingRow>
      {environment.servers.length > 0 && <SourceSettings environment={environment} />}
      <RetentionSettings environment={environment} />
      <LimitSettings environment={environment} />
      <PromqlSettings environment={environment} />
      <AddressSettings environment={environment} />
      {!environment.demo && <EncryptionSettings environmentId={environment.id} />}
      <RemoveEnvironment environment={environment} />
    </SettingsSection>
  );
}

function change({ id }: Environment, name: string, kind: EnvironmentKind): void {
  request('environments.rename', { id, name, kind })
    .then(() => environmentStore.getState().load())
    .catch(reportFailure('The environment could not be changed'));
}

function Name({ environment }: { readonly environment: Environment }) {
  const [name, setName] = useState(environment.name);
  const trimmed = name.trim();
  return (
    <SettingRow label="Name" description="How the environment is called here; its folder keeps its name.">
      <form
        className={classes.field}
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') change(environment, trimmed, environment.kind);
        }}
      >
        <TextInput
          aria-label="Name of the environment"
          value={name}
          maxLength={120}
          data-testid={testIds.settings.environmentRename}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={trimmed === '' || trimmed === environment.name}
          data-testid={testIds.settings.environmentRenameSave}
        >
          Rename
        </Button>
      </form>
    </SettingRow>
  );
}
