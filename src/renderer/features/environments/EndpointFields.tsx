import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import { type Endpoint, listSecretRefs } from '../../../shared/domain/endpoint.ts';
import type { ConnectionReport } from '../../../shared/domain/target.ts';
import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { AuthFields } from './AuthFields.tsx';
import { ConnectionReportView } from './ConnectionReportView.tsx';
import {
  createEndpointId,
  draftOf,
  EMPTY_DRAFT,
  type EndpointDraft,
  endpointOf,
  usesStoredSecret,
  validateDraft,
} from './endpoint-draft.ts';

interface EndpointFieldsProps {
  readonly endpoint: Endpoint | null;
  readonly onClose: () => void;
}

const AUTH_CHOICES = [
  { value: 'none', label: 'None' },
  { value: 'bearer', label: 'Bearer token' },
  { value: 'basic', label: 'Basic' },
  { value: 'header', label: 'API key header' },
];

/** URL, credential, schedule and TLS of an endpoint, with *Test connection* and *Save*. */
export function EndpointFields({ endpoint, onClose }: EndpointFieldsProps) {
  const [draft, setDraft] = useState<EndpointDraft>(
    endpoint === null ? EMPTY_DRAFT : draftOf(endpoint, formatDurationMs),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const secretStored = usesStoredSecret(draft, endpoint);
  const secretBoundElsewhere = !secretStored && endpoint?.auth.kind === draft.authKind;
  const errors = tried ? validateDraft(draft, secretStored) : {};

  function change(part: Partial<EndpointDraft>): void {
    setDraft((before) => ({ ...before, ...part }));
    setReport(null);
    setFailure(null);
  }

  /** What is sent to main: the endpoint and, in this direction only, the secret as typed. */
  function payload() {
    const used = new Set(environmentStore.getState().active?.endpoints.map(({ id }) => id));
    const id = endpoint?.id ?? createEndpointId(draft, used);
    const value = endpointOf(draft, id, endpoint);
    const [secretRef] = listSecretRefs(value.auth);
    const secrets: [string, string][] =
      secretRef === undefined || draft.secret === '' ? [] : [[secretRef, draft.secret]];
    return { endpoint: value, secrets };
  }

  async function run(action: 'test' | 'save', work: () => Promise<void>): Promise<void> {
    setTried(true);
    if (Object.keys(validateDraft(draft, secretStored)).length > 0) return;
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
    run('test', async () => setReport(await request('endpoints.testConnection', payload())));

  const save = (): Promise<void> =>
    run('save', async () => {
      const { endpoint: saved, secrets } = payload();
      const { note } = await request('endpoints.save', { endpoint: saved, secrets });
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
          label="URL of the metrics page"
          placeholder="https://shop.example:9464/metrics"
          value={draft.url}
          error={errors.url}
          data-autofocus
          data-testid="endpoint-url"
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
        <TextInput
          label="Name"
          description="How it is called here; also its job label. The host when left empty."
          placeholder="Shop"
          value={draft.name}
          data-testid="endpoint-name"
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <div>
          <Text size="sm" fw={500} mb={4}>
            Authentication
          </Text>
          <SegmentedControl
            fullWidth
            aria-label="Authentication"
            data={AUTH_CHOICES}
            value={draft.authKind}
            onChange={(authKind) => change({ authKind: authKind as EndpointDraft['authKind'], secret: '' })}
          />
        </div>
        <AuthFields
          draft={draft}
          errors={errors}
          secretStored={secretStored}
          secretBoundElsewhere={secretBoundElsewhere}
          onChange={change}
        />
        <Group grow align="flex-start">
          <TextInput
            label="Scrape every"
            value={draft.scrapeInterval}
            error={errors.scrapeInterval}
            data-testid="endpoint-interval"
            onChange={(event) => change({ scrapeInterval: event.currentTarget.value })}
          />
          <TextInput
            label="Give up after"
            value={draft.scrapeTimeout}
            error={errors.scrapeTimeout}
            data-testid="endpoint-timeout"
            onChange={(event) => change({ scrapeTimeout: event.currentTarget.value })}
          />
        </Group>
        <AdvancedFields draft={draft} errors={errors} onChange={change} />
        {failure !== null && (
          <ErrorState title="That did not work" message={failure} testId="endpoint-failure" />
        )}
        {report !== null && <ConnectionReportView report={report} />}
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            loading={busy === 'test'}
            onClick={() => void test()}
            data-testid="endpoint-test"
          >
            Test connection
          </Button>
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy === 'save'} data-testid="endpoint-save">
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
