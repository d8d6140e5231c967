import {
  Accordion,
  ActionIcon,
  Button,
  Checkbox,
  Group,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import type { AccessDraft, AccessErrors, HeaderDraft } from './access-draft.ts';

interface ConnectionFieldsProps {
  readonly draft: AccessDraft;
  readonly errors: AccessErrors;
  readonly onChange: (part: Partial<AccessDraft>) => void;
}

function HeaderRows({ draft, errors, onChange }: ConnectionFieldsProps) {
  const change = (index: number, part: Partial<HeaderDraft>): void =>
    onChange({ headers: draft.headers.map((header, i) => (i === index ? { ...header, ...part } : header)) });
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        Sent beside the credential, e.g. for a gateway. Values go into your system’s keychain; a stored one is
        kept where its field is empty.
      </Text>
      {draft.headers.map((header, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place, and keep it while they are typed in.
        <Group key={index} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={index === 0 ? 'Header' : undefined}
            aria-label={`Header ${index + 1}`}
            flex={1}
            value={header.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <PasswordInput
            label={index === 0 ? 'Value' : undefined}
            aria-label={`Value of header ${index + 1}`}
            flex={1}
            autoComplete="new-password"
            value={header.value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange({ headers: draft.headers.filter((_, i) => i !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {errors.headers !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)">
          {errors.headers}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          data-testid={testIds.environments.endpointAddHeader}
          onClick={() => onChange({ headers: [...draft.headers, { name: '', value: '' }] })}
        >
          Add header
        </Button>
      </Group>
    </Stack>
  );
}

/** Proxy, redirects and secret headers, as items of an accordion: `proxy` and `headers`. */
export function ConnectionFields({ draft, errors, onChange }: ConnectionFieldsProps) {
  return (
    <>
      <Accordion.Item value="proxy">
        <Accordion.Control>Proxy and redirects</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <TextInput
              label="Proxy"
              placeholder="http://proxy.example:3128"
              value={draft.proxyUrl}
              error={errors.proxyUrl}
              data-testid={testIds.environments.endpointProxy}
              onChange={(event) => onChange({ proxyUrl: event.currentTarget.value })}
            />
            <SimpleGrid cols={2} spacing="sm">
              <TextInput
                label="User name at the proxy"
                autoComplete="off"
                value={draft.proxyUsername}
                data-testid={testIds.environments.endpointProxyUser}
                onChange={(event) => onChange({ proxyUsername: event.currentTarget.value })}
              />
              <PasswordInput
                label="Password at the proxy"
                autoComplete="new-password"
                disabled={draft.proxyUsername.trim() === ''}
                value={draft.proxyPassword}
                data-testid={testIds.environments.endpointProxyPassword}
                onChange={(event) => onChange({ proxyPassword: event.currentTarget.value })}
              />
            </SimpleGrid>
            <TextInput
              label="Reached without it (no_proxy)"
              placeholder="localhost, .internal, 10.0.0.0/8"
              value={draft.noProxy}
              onChange={(event) => onChange({ noProxy: event.currentTarget.value })}
            />
            <Checkbox
              label="Follow redirects to the same server"
              description="Never to another scheme, host or port: no credential leaves this one."
              checked={draft.followRedirects}
              data-testid={testIds.environments.endpointRedirects}
              onChange={(event) => onChange({ followRedirects: event.currentTarget.checked })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="headers">
        <Accordion.Control>Secret headers</Accordion.Control>
        <Accordion.Panel>
          <HeaderRows draft={draft} errors={errors} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
    </>
  );
}
