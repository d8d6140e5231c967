import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConnectionReport } from '../../../shared/domain/connection-report.ts';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import type { Endpoint } from '../../../shared/domain/endpoint.ts';
import type { EnvironmentVariable, FieldTemplate } from '../../../shared/domain/environment-variables.ts';
import type { MendingSetting } from '../../../shared/domain/mending-setting.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore, useEnvironment } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormFooter } from '../../ui/FormFooter.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { AuthFields } from './AuthFields.tsx';
import { AuthKindPicker } from './AuthKindPicker.tsx';
import { typedSecretsOf } from './access-draft.ts';
import { ConnectionReportView } from './ConnectionReportView.tsx';
import {
  completeUrl,
  createEndpointId,
  type DraftErrors,
  draftOf,
  EMPTY_DRAFT,
  type EndpointDraft,
  endpointOf,
  usesStoredSecret,
  validateDraft,
} from './endpoint-draft.ts';
import { InUse } from './InUse.tsx';
import { keepSecretRefs } from './kept-refs.ts';
import { focusField, mendingField } from './mending-fields.ts';
import { ProbeNotice } from './ProbeNotice.tsx';
import { newServerDraft, type ServerDraft } from './server-draft.ts';
import { type FilledDraft, fillDraft, hiddenTemplates, withTemplates } from './template-draft.ts';
import { useUrlProbe } from './use-url-probe.ts';

interface EndpointFieldsProps {
  readonly endpoint: Endpoint | null;
  readonly onClose: () => void;
  /** The URL is a server's, and the user wants it as a source. */
  readonly onServer: (draft: ServerDraft) => void;
}

const NO_VARIABLES: readonly EnvironmentVariable[] = [];
const NO_TEMPLATES: readonly FieldTemplate[] = [];

/** What is wrong with the fields: variables without a value first, since nothing else can be told of those. */
function faultsOf(filled: FilledDraft, secretStored: boolean): DraftErrors {
  return { ...validateDraft(filled.draft, secretStored), ...filled.errors };
}

/** URL, credential, schedule and TLS of an endpoint, with *Test connection* and *Save*. */
export function EndpointFields({ endpoint, onClose, onServer }: EndpointFieldsProps) {
  const variables = useEnvironment((state) => state.active?.variables) ?? NO_VARIABLES;
  const templates = useEnvironment((state) => state.active?.templates) ?? NO_TEMPLATES;
  const [draft, setDraft] = useState<EndpointDraft>(
    endpoint === null
      ? EMPTY_DRAFT
      : withTemplates(draftOf(endpoint, formatDurationMs), templates, ['endpoints', endpoint.id]),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [opened, setOpened] = useState<string[]>([]);
  const { probe, ask, forget } = useUrlProbe();
  const filled = fillDraft(draft, variables, completeUrl);
  const secretStored = usesStoredSecret(filled.draft, endpoint);
  const secretBoundElsewhere = !secretStored && endpoint?.auth.kind === draft.authKind;
  const errors = tried ? faultsOf(filled, secretStored) : filled.errors;

  function change(part: Partial<EndpointDraft>): void {
    setDraft((before) => ({ ...before, ...part }));
    setReport(null);
    setFailure(null);
    if (part.url !== undefined) forget();
  }

  /** Takes the user to the setting that mends what the test found. */
  function mend(setting: MendingSetting): void {
    const field = mendingField(setting);
    const { section } = field;
    if (section !== null) setOpened((before) => [...new Set([...before, section])]);
    focusField(field);
  }

  /** What is sent to main: the endpoint and, in this direction only, the secret as typed. */
  function payload({ draft: from, written }: FilledDraft = filled) {
    const active = environmentStore.getState().active;
    const used = new Set([...(active?.endpoints ?? []), ...(active?.servers ?? [])].map(({ id }) => id));
    const id = endpoint?.id ?? createEndpointId(from, used);
    const made = endpointOf(from, id, endpoint);
    const typed = typedSecretsOf(made, from.access, from.secret, id);
    const { target, secrets } = keepSecretRefs(made, endpoint, typed);
    return {
      endpoint: target,
      secrets,
      templates: [...written, ...hiddenTemplates(templates, ['endpoints', id])],
    };
  }

  /** A new URL may be a server's; asked once it stands, and again with a credential. */
  function lookUp(next: EndpointDraft): void {
    const found = fillDraft(next, variables, completeUrl);
    if (endpoint !== null || Object.keys(faultsOf(found, false)).length > 0) return;
    const { endpoint: candidate, secrets } = payload(found);
    ask({ endpoint: candidate, secrets });
  }

  async function run(action: 'test' | 'save', work: () => Promise<void>): Promise<void> {
    setTried(true);
    if (Object.keys(faultsOf(filled, secretStored)).length > 0) return;
    setBusy(action);
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setBusy(null);
    }
  }

  const test = (): Promise<void> =>
    run('test', async () => {
      lookUp(draft);
      const { endpoint: candidate, secrets } = payload();
      setReport(await request('endpoints.testConnection', { endpoint: candidate, secrets }));
    });

  const save = (): Promise<void> =>
    run('save', async () => {
      const { endpoint: saved, secrets, templates: texts } = payload();
      const { note } = await request('endpoints.save', { endpoint: saved, secrets, templates: texts });
      await environmentStore.getState().load();
      if (note !== null) {
        notifications.show({
          title: 'Kept for this session only',
          message: note,
          color: 'yellow',
          autoClose: false,
        });
      }
      if (endpoint === null) navigationStore.getState().open('targets', saved.id);
      onClose();
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="URL of a metrics page or a server"
          placeholder="https://shop.example:9464/metrics"
          value={draft.url}
          error={errors.url}
          data-autofocus
          data-testid={testIds.environments.endpointUrl}
          onChange={(event) => change({ url: event.currentTarget.value })}
          onBlur={() => lookUp(draft)}
          onPaste={(event) => {
            const field = event.currentTarget;
            // After the paste has changed the field.
            setTimeout(() => lookUp({ ...draft, url: field.value }));
          }}
        />
        <InUse text={filled.inUse.url} testId={testIds.environments.endpointUrlInUse} />
        {endpoint === null && (
          <ProbeNotice
            probe={probe}
            onUseServer={(found) =>
              onServer(newServerDraft(filled.draft, found.url, new URL(found.url).host))
            }
          />
        )}
        <TextInput
          label="Name"
          description="How it is called here; also its job label. The host when left empty."
          placeholder="Shop"
          value={draft.name}
          error={errors.name}
          data-testid={testIds.environments.endpointName}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <InUse text={filled.inUse.name} />
        <AuthKindPicker kind={draft.authKind} onChange={(authKind) => change({ authKind, secret: '' })} />
        <AuthFields
          draft={draft}
          errors={errors}
          secretStored={secretStored}
          secretBoundElsewhere={secretBoundElsewhere}
          inUse={filled.inUse}
          onChange={change}
        />
        <Group grow align="flex-start">
          <TextInput
            label="Scrape every"
            value={draft.scrapeInterval}
            error={errors.scrapeInterval}
            data-testid={testIds.environments.endpointInterval}
            onChange={(event) => change({ scrapeInterval: event.currentTarget.value })}
          />
          <TextInput
            label="Give up after"
            value={draft.scrapeTimeout}
            error={errors.scrapeTimeout}
            data-testid={testIds.environments.endpointTimeout}
            onChange={(event) => change({ scrapeTimeout: event.currentTarget.value })}
          />
        </Group>
        <InUse text={filled.inUse.scrapeInterval} />
        <InUse text={filled.inUse.scrapeTimeout} />
        <AdvancedFields
          draft={draft}
          errors={errors}
          inUse={filled.inUse}
          onChange={change}
          opened={opened}
          onOpened={setOpened}
        />
        {failure !== null && (
          <ErrorState
            title="That did not work"
            message={failure}
            testId={testIds.environments.endpointFailure}
          />
        )}
        {report !== null && <ConnectionReportView report={report} onMend={mend} />}
        <FormFooter>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            loading={busy === 'test'}
            onClick={() => void test()}
            data-testid={testIds.environments.endpointTest}
          >
            Test connection
          </Button>
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy === 'save'} data-testid={testIds.environments.endpointSave}>
              Save
            </Button>
          </Group>
        </FormFooter>
      </Stack>
    </form>
  );
}
