import { Button, Group, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconKey } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { HttpApiState } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';
import classes from './SettingsPage.module.css';

/** The switch that answers this environment's history to other programs of this computer. */
export function HttpApiSettings() {
  const environment = useEnvironment((state) => state.active);
  const [state, setState] = useState<HttpApiState | null>(null);
  const [busy, setBusy] = useState(false);
  const id = environment?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each environment has a switch of its own
  useEffect(() => {
    setState(null);
    request('httpApi.getState').then(setState, reportFailure('The HTTP API’s state could not be read'));
  }, [id]);
  if (environment === null || state === null) return null;

  function run(change: Promise<HttpApiState>): void {
    setBusy(true);
    change
      .then(setState)
      .catch(reportFailure('The HTTP API could not be changed'))
      .finally(() => setBusy(false));
  }

  return (
    <SettingsSection id="api" title="HTTP API" testId={testIds.settings.httpApi}>
      <SettingRow
        label="Answer other programs of this computer"
        description={
          <>
            Grafana, <code>promtool query</code> and scripts can read the history of {environment.name}{' '}
            through Prometheus’ HTTP API, on 127.0.0.1 and with a token. Nothing can be written.
          </>
        }
      >
        <Switch
          aria-label="Answer other programs of this computer"
          checked={state.enabled}
          disabled={busy}
          data-testid={testIds.settings.httpApiSwitch}
          onChange={(event) =>
            run(request('httpApi.update', { enabled: event.currentTarget.checked, port: state.port }))
          }
        />
      </SettingRow>
      <Port
        key={state.port}
        port={state.port}
        busy={busy}
        onSave={(port) => run(request('httpApi.update', { enabled: state.enabled, port }))}
      />
      {state.enabled && (
        <Access state={state} busy={busy} onRenew={() => run(request('httpApi.renewToken'))} />
      )}
    </SettingsSection>
  );
}

function Access({
  state,
  busy,
  onRenew,
}: {
  readonly state: HttpApiState;
  readonly busy: boolean;
  readonly onRenew: () => void;
}) {
  return (
    <>
      <SettingRow
        label="Address"
        description={
          state.url === null ? (
            state.message || 'It is being started.'
          ) : (
            <>
              <code data-testid={testIds.settings.httpApiUrl}>{state.url}</code>
              {state.message !== '' && ` ${state.message}`}
            </>
          )
        }
      >
        <StatusBadge tone={state.url === null ? 'bad' : 'good'} testId={testIds.settings.httpApiState}>
          {state.url === null ? 'Not answered' : 'Answered'}
        </StatusBadge>
      </SettingRow>
      <SettingRow
        label="Token"
        description={
          <>
            Made at random and kept in your system’s keychain. Requests send it as{' '}
            <code>Authorization: Bearer …</code>
          </>
        }
      >
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconCopy size={15} />}
            data-testid={testIds.settings.httpApiCopy}
            onClick={() => {
              request('httpApi.copyToken').then(
                () => notifications.show({ message: 'The token is on the clipboard.' }),
                reportFailure('The token could not be copied'),
              );
            }}
          >
            Copy
          </Button>
          <Button
            variant="default"
            leftSection={<IconKey size={15} />}
            disabled={busy}
            data-testid={testIds.settings.httpApiRenew}
            onClick={onRenew}
          >
            Make another
          </Button>
        </Group>
      </SettingRow>
    </>
  );
}

function Port({
  port,
  busy,
  onSave,
}: {
  readonly port: number;
  readonly busy: boolean;
  readonly onSave: (port: number) => void;
}) {
  const [text, setText] = useState(String(port));
  const wanted = /^\d{4,5}$/.test(text.trim()) ? Number(text) : 0;
  const isValid = wanted >= 1_024 && wanted <= 65_535;
  return (
    <SettingRow label="Port" description="From 1024 to 65535; another one where this one is taken.">
      <form
        className={classes.field}
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid && wanted !== port) onSave(wanted);
        }}
      >
        <TextInput
          aria-label="Port of the HTTP API"
          value={text}
          inputMode="numeric"
          error={!isValid}
          w={100}
          data-testid={testIds.settings.httpApiPort}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={busy || !isValid || wanted === port}>
          Change
        </Button>
      </form>
    </SettingRow>
  );
}
