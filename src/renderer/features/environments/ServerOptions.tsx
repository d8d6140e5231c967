import { Accordion, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { testIds } from '../../../shared/test-ids.ts';
import type { AccessErrors } from './access-draft.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import type { EndpointDraft } from './endpoint-draft.ts';
import type { ServerDraft, ServerDraftErrors } from './server-draft.ts';
import { TlsFields } from './TlsFields.tsx';

interface ServerOptionsProps {
  readonly draft: ServerDraft;
  readonly errors: ServerDraftErrors;
  readonly accessErrors: AccessErrors;
  readonly onChange: (part: Partial<ServerDraft>) => void;
  readonly onAccessChange: (part: Partial<EndpointDraft>) => void;
}

/** Tenant, requests and TLS of a server, folded away until they are wanted. */
export function ServerOptions({ draft, errors, accessErrors, onChange, onAccessChange }: ServerOptionsProps) {
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
              data-testid={testIds.environments.serverTenantHeader}
              onChange={(event) => onChange({ tenantHeader: event.currentTarget.value })}
            />
            <TextInput
              label="Tenant"
              placeholder="None"
              value={draft.tenant}
              error={errors.tenant}
              data-testid={testIds.environments.serverTenant}
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
                data-testid={testIds.environments.serverTimeout}
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
          <TlsFields draft={access} errors={accessErrors} onChange={onAccessChange} />
        </Accordion.Panel>
      </Accordion.Item>
      <ConnectionFields
        draft={access.access}
        errors={accessErrors}
        onChange={(part) => onAccessChange({ access: { ...access.access, ...part } })}
      />
    </Accordion>
  );
}
