import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { EnvironmentVariable, FieldTemplate } from '../../../shared/domain/environment-variables.ts';
import type { QueryServer } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormFooter } from '../../ui/FormFooter.tsx';
import { AuthFields } from './AuthFields.tsx';
import { AuthKindPicker } from './AuthKindPicker.tsx';
import { typedSecretsOf } from './access-draft.ts';
import { createEndpointId, type EndpointDraft, usesStoredSecret } from './endpoint-draft.ts';
import { InUse } from './InUse.tsx';
import { keepSecretRefs } from './kept-refs.ts';
import { ServerOptions } from './ServerOptions.tsx';
import { completeServerUrl, type ServerDraft, serverOf, validateServerDraft } from './server-draft.ts';
import { fillDraft, hiddenTemplates, withTemplates } from './template-draft.ts';

interface ServerFieldsProps {
  readonly initial: ServerDraft;
  readonly server: QueryServer | null;
  readonly onClose: () => void;
}

const NO_VARIABLES: readonly EnvironmentVariable[] = [];
const NO_TEMPLATES: readonly FieldTemplate[] = [];

/** URL, credential, tenant and TLS of a server whose data the environment shows. */
export function ServerFields({ initial, server, onClose }: ServerFieldsProps) {
  const variables = useEnvironment((state) => state.active?.variables) ?? NO_VARIABLES;
  const templates = useEnvironment((state) => state.active?.templates) ?? NO_TEMPLATES;
  const [draft, setDraft] = useState(
    server === null
      ? initial
      : { ...initial, access: withTemplates(initial.access, templates, ['servers', server.id]) },
  );
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { access } = draft;
  const filled = fillDraft(access, variables, completeServerUrl);
  const filledDraft = { ...draft, access: filled.draft };
  const secretStored = usesStoredSecret(filled.draft, server);
  const faults = validateServerDraft(filledDraft, secretStored);
  const all = { access: { ...faults.access, ...filled.errors }, own: faults.own };
  const errors = tried ? all : { access: filled.errors, own: {} };

  function change(part: Partial<ServerDraft>): void {
    setDraft((before) => ({ ...before, ...part }));
    setFailure(null);
  }
  const changeAccess = (part: Partial<EndpointDraft>): void => change({ access: { ...access, ...part } });

  async function save(): Promise<void> {
    setTried(true);
    if (Object.keys({ ...all.access, ...all.own }).length > 0) return;
    setSaving(true);
    try {
      const active = environmentStore.getState().active;
      const used = new Set([
        'local',
        ...(active?.endpoints ?? []).map(({ id }) => id),
        ...(active?.servers ?? []).map(({ id }) => id),
      ]);
      const made = serverOf(filledDraft, server?.id ?? createEndpointId(filled.draft, used), server);
      const typed = typedSecretsOf(made, filled.draft.access, access.secret, made.id);
      const { target: value, secrets } = keepSecretRefs(made, server, typed);
      const texts = [...filled.written, ...hiddenTemplates(templates, ['servers', value.id])];
      const { note } = await request('servers.save', { server: value, secrets, templates: texts });
      await environmentStore.getState().load();
      if (note !== null) {
        notifications.show({
          title: 'Kept for this session only',
          message: note,
          color: 'yellow',
          autoClose: false,
        });
      }
      if (server === null) navigationStore.getState().open('targets', value.id);
      onClose();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setSaving(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="URL of the server"
          description="With its path prefix; the API is below it at /api/v1."
          placeholder="https://prometheus.example/prometheus"
          value={access.url}
          error={errors.access.url}
          data-autofocus
          data-testid={testIds.environments.serverUrl}
          onChange={(event) => changeAccess({ url: event.currentTarget.value })}
        />
        <InUse text={filled.inUse.url} />
        <TextInput
          label="Name"
          description="How it is called here. The host when left empty."
          value={access.name}
          error={errors.access.name}
          data-testid={testIds.environments.serverName}
          onChange={(event) => changeAccess({ name: event.currentTarget.value })}
        />
        <AuthKindPicker
          kind={access.authKind}
          onChange={(authKind) => changeAccess({ authKind, secret: '' })}
        />
        <AuthFields
          draft={access}
          errors={errors.access}
          secretStored={secretStored}
          secretBoundElsewhere={!secretStored && server?.auth.kind === access.authKind}
          inUse={filled.inUse}
          onChange={changeAccess}
        />
        <ServerOptions
          draft={draft}
          errors={errors.own}
          accessErrors={errors.access}
          onChange={change}
          onAccessChange={changeAccess}
        />
        {failure !== null && (
          <ErrorState title="That did not work" message={failure} testId={testIds.targets.serverFailure} />
        )}
        <FormFooter>
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving} data-testid={testIds.environments.serverSave}>
              Save
            </Button>
          </Group>
        </FormFooter>
      </Stack>
    </form>
  );
}
