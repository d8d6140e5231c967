import {
  Accordion,
  Checkbox,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { EndpointDraft } from './endpoint-draft.ts';
import type { ServerDraft, ServerDraftErrors } from './server-draft.ts';

interface ServerOptionsProps {
  readonly draft: ServerDraft;
  readonly errors: ServerDraftErrors;
  readonly onChange: (part: Partial<ServerDraft>) => void;
  readonly onAccessChange: (part: Partial<EndpointDraft>) => void;
}

/** Tenant, requests and TLS of a server, folded away until they are wanted. */
export function ServerOptions({ draft, errors, onChange, onAccessChange }: ServerOptionsProps) {
  const { access } = draft;
  const isWrong = Object.keys(errors).length > 0;
  return (
    <Accordion
      variant="contained"
      multiple
      defaultValue={draft.tenant === '' ? [] : ['tenant']}
      {...(isWrong ? { value: ['tenant', 'requests'] } : {})}
    >
      <Accordion.Item value="tenant">
        <Accordion.Control>Tenant</Accordion.Control>
        <Accordion.Panel>
          <Group grow align="flex-start">
            <TextInput
              label="Header"
              value={draft.tenantHeader}
              error={errors.tenantHeader}
              data-testid="server-tenant-header"
              onChange={(event) => onChange({ tenantHeader: event.currentTarget.value })}
            />
            <TextInput
              label="Tenant"
              placeholder="None"
              value={draft.tenant}
              error={errors.tenant}
              data-testid="server-tenant"
              onChange={(event) => onChange({ tenant: event.currentTarget.value })}
            />
          </Group>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="requests">
        <Accordion.Control>Requests</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Group grow align="flex-start">
              <TextInput
                label="Give up after"
                value={draft.timeout}
                error={errors.timeout}
                data-testid="server-timeout"
                onChange={(event) => onChange({ timeout: event.currentTarget.value })}
              />
              <div>
                <Text size="sm" fw={500} mb={4}>
                  Send queries by
                </Text>
                <SegmentedControl
                  fullWidth
                  aria-label="Send queries by"
                  data={[
                    { value: 'post', label: 'POST' },
                    { value: 'get', label: 'GET' },
                  ]}
                  value={draft.method}
                  onChange={(method) => onChange({ method: method as ServerDraft['method'] })}
                />
              </div>
            </Group>
            <TextInput
              label="Further parameters"
              description="Added to each request, as in a URL."
              placeholder="dedup=true&extra_label=team%3Da"
              value={draft.queryParams}
              onChange={(event) => onChange({ queryParams: event.currentTarget.value })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="tls">
        <Accordion.Control>TLS</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Textarea
              label="Certificate authority (PEM)"
              description="Replaces the system’s authorities for this server."
              placeholder="-----BEGIN CERTIFICATE-----"
              autosize
              minRows={2}
              maxRows={6}
              value={access.caPem}
              onChange={(event) => onAccessChange({ caPem: event.currentTarget.value })}
            />
            <TextInput
              label="Server name"
              description="Where the certificate has another name than the URL."
              value={access.serverName}
              onChange={(event) => onAccessChange({ serverName: event.currentTarget.value })}
            />
            <Checkbox
              color="red"
              label="Don’t verify the certificate"
              description="Anyone between here and the server can then read the credential."
              checked={access.insecureSkipVerify}
              onChange={(event) => onAccessChange({ insecureSkipVerify: event.currentTarget.checked })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
