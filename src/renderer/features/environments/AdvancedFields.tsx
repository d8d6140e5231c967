import { Accordion, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';

interface AdvancedFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

/** TLS and limits, folded away until they are wanted or one of them is wrong. */
export function AdvancedFields({ draft, errors, onChange }: AdvancedFieldsProps) {
  const [opened, setOpened] = useState<string[]>([]);
  const wrongLimits =
    errors.pageLimit !== undefined || errors.sampleLimit !== undefined || errors.labelLimit !== undefined;
  const shown = wrongLimits && !opened.includes('limits') ? [...opened, 'limits'] : opened;
  return (
    <Accordion variant="contained" multiple value={shown} onChange={setOpened}>
      <Accordion.Item value="tls">
        <Accordion.Control>TLS</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Textarea
              label="Certificate authority (PEM)"
              description="Replaces the system’s authorities for this endpoint."
              placeholder="-----BEGIN CERTIFICATE-----"
              autosize
              minRows={2}
              maxRows={6}
              value={draft.caPem}
              data-testid="endpoint-ca"
              onChange={(event) => onChange({ caPem: event.currentTarget.value })}
            />
            <TextInput
              label="Server name"
              description="Where the certificate has another name than the URL."
              value={draft.serverName}
              onChange={(event) => onChange({ serverName: event.currentTarget.value })}
            />
            <Checkbox
              color="red"
              label="Don’t verify the certificate"
              description="Anyone between here and the server can then read the credential."
              checked={draft.insecureSkipVerify}
              onChange={(event) => onChange({ insecureSkipVerify: event.currentTarget.checked })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="limits">
        <Accordion.Control>Limits</Accordion.Control>
        <Accordion.Panel>
          <Text size="xs" c="dimmed" mb="xs">
            A scrape beyond one of them fails as a whole, so that one page can’t fill this computer.
          </Text>
          <Group grow align="flex-start">
            <TextInput
              label="Page size, MiB"
              value={draft.pageLimit}
              error={errors.pageLimit}
              data-testid="endpoint-page-limit"
              onChange={(event) => onChange({ pageLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Samples"
              value={draft.sampleLimit}
              error={errors.sampleLimit}
              data-testid="endpoint-sample-limit"
              onChange={(event) => onChange({ sampleLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Labels per series"
              value={draft.labelLimit}
              error={errors.labelLimit}
              data-testid="endpoint-label-limit"
              onChange={(event) => onChange({ labelLimit: event.currentTarget.value })}
            />
          </Group>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
