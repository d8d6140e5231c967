import {
  Button,
  Drawer,
  Group,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentVariable, FieldTemplate } from '../../../../shared/domain/environment-variables.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../../state/environment-store.ts';
import { FormFooter } from '../../../ui/FormFooter.tsx';
import { AUTH_KINDS, draftOf, type TargetDraft, toTarget } from './target-draft.ts';
import { fillTarget, hiddenTargetTemplates, withTargetTemplates } from './target-templates.ts';

const AUTH_NAMES = {
  none: 'None',
  basic: 'User and password',
  bearer: 'Bearer token',
  header: 'Header',
} as const;
const SECRET_NAMES = { basic: 'Password', bearer: 'Token', header: 'Value' } as const;

const NO_VARIABLES: readonly EnvironmentVariable[] = [];
const NO_TEMPLATES: readonly FieldTemplate[] = [];

/** A field's description, with what its variables give. */
function describe(text: string, inUse: string | undefined): string | undefined {
  return [text, inUse === undefined ? '' : `In use: ${inUse}`].filter(Boolean).join(' ') || undefined;
}

interface AlertmanagerDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Where the environment's alerts are sent to. */
export function AlertmanagerDrawer({ opened, onClose }: AlertmanagerDrawerProps) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={520} title="Alertmanager">
      {opened && <TargetForm onClose={onClose} />}
    </Drawer>
  );
}

function TargetForm({ onClose }: { readonly onClose: () => void }) {
  const before = useEnvironment(({ active }) => active?.alertmanager);
  const variables = useEnvironment(({ active }) => active?.variables) ?? NO_VARIABLES;
  const templates = useEnvironment(({ active }) => active?.templates) ?? NO_TEMPLATES;
  const [draft, setDraft] = useState(() => withTargetTemplates(draftOf(before), templates));
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<TargetDraft>): void => setDraft((known) => ({ ...known, ...part }));
  const filled = fillTarget(draft, variables);
  const { target, secrets, errors } = toTarget(filled.draft, before);
  const shown = { ...(tried ? errors : {}), ...filled.errors };
  const { inUse } = filled;

  async function save(next: typeof target): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      await request('alertmanager.save', {
        target: next,
        secrets: next === null ? [] : secrets,
        templates: next === null ? [] : [...filled.written, ...hiddenTargetTemplates(templates)],
      });
      await environmentStore.getState().load();
      onClose();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (target !== null && Object.keys(filled.errors).length === 0) void save(target);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="URL"
          description={describe('Its path is the prefix of the API (v2).', inUse.url)}
          placeholder="http://alertmanager:9093"
          value={draft.url}
          error={shown.url}
          data-autofocus
          data-testid={testIds.alerts.alertmanagerUrl}
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
        <Select
          label="Authentication"
          allowDeselect={false}
          value={draft.authKind}
          data={[
            ...AUTH_KINDS.map((value) => ({ value, label: AUTH_NAMES[value] })),
            ...(draft.authKind === 'kept' ? [{ value: 'kept', label: 'As in environment.yaml' }] : []),
          ]}
          onChange={(value) => change({ authKind: value as TargetDraft['authKind'] })}
        />
        {draft.authKind === 'basic' && (
          <TextInput
            label="User name"
            description={describe('', inUse.username)}
            error={shown.username}
            autoComplete="off"
            value={draft.username}
            onChange={(event) => change({ username: event.currentTarget.value })}
          />
        )}
        {draft.authKind === 'header' && (
          <TextInput
            label="Header"
            description={describe('', inUse.headerName)}
            value={draft.headerName}
            error={shown.headerName}
            onChange={(event) => change({ headerName: event.currentTarget.value })}
          />
        )}
        {draft.authKind !== 'none' && draft.authKind !== 'kept' && (
          <PasswordInput
            label={SECRET_NAMES[draft.authKind]}
            description="Goes into your system’s keychain, bound to this scheme, host and port. Leave empty to keep the stored one."
            autoComplete="new-password"
            value={draft.secret}
            error={shown.secret}
            onChange={(event) => change({ secret: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="External labels"
          description={describe('Added to each alert that has no label of the name.', inUse.externalLabels)}
          placeholder={'cluster="eu" stage="production"'}
          value={draft.externalLabels}
          error={shown.externalLabels}
          onChange={(event) => change({ externalLabels: event.currentTarget.value })}
        />
        <TextInput
          label="External URL"
          description={describe(
            'Links in alerts lead here, as from Prometheus. Empty: no link.',
            inUse.externalUrl,
          )}
          value={draft.externalUrl}
          error={shown.externalUrl}
          onChange={(event) => change({ externalUrl: event.currentTarget.value })}
        />
        {draft.url.trim().startsWith('https:') && <TlsFields draft={draft} onChange={change} />}
        {failure !== null && (
          <Text size="sm" c="var(--sx-bad)" role="alert">
            {failure}
          </Text>
        )}
        <FormFooter>
          {before !== undefined && (
            <Button variant="subtle" color="red" disabled={busy} onClick={() => void save(null)}>
              Disconnect
            </Button>
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} data-testid={testIds.alerts.alertmanagerSave}>
              Save
            </Button>
          </Group>
        </FormFooter>
      </Stack>
    </form>
  );
}

interface TlsFieldsProps {
  readonly draft: TargetDraft;
  readonly onChange: (part: Partial<TargetDraft>) => void;
}

function TlsFields({ draft, onChange }: TlsFieldsProps) {
  return (
    <>
      <Textarea
        label="Certificate authority (PEM)"
        description="Replaces the system’s roots."
        autosize
        minRows={2}
        maxRows={6}
        value={draft.caPem}
        onChange={(event) => onChange({ caPem: event.currentTarget.value })}
      />
      <TextInput
        label="Server name"
        description="Where the certificate names another host than the URL."
        value={draft.serverName}
        onChange={(event) => onChange({ serverName: event.currentTarget.value })}
      />
      <Switch
        label="Don’t verify the certificate"
        description="Anyone on the way can then read and change what is sent."
        checked={draft.insecureSkipVerify}
        onChange={(event) => onChange({ insecureSkipVerify: event.currentTarget.checked })}
      />
    </>
  );
}
