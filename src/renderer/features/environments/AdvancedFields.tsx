import { Accordion, Checkbox, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';
import { ScrapeFields } from './ScrapeFields.tsx';

interface AdvancedFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

const LIMITS = ['pageLimit', 'sampleLimit', 'labelLimit', 'seriesLimit'] as const;

/** TLS, scraping, relabelling and limits, folded away until they are wanted or one of them is wrong. */
export function AdvancedFields({ draft, errors, onChange }: AdvancedFieldsProps) {
  const [opened, setOpened] = useState<string[]>([]);
  const wrong = [
    ...(LIMITS.some((field) => errors[field] !== undefined) ? ['limits'] : []),
    ...(errors.relabelText !== undefined || errors.metricRelabelText !== undefined ? ['relabel'] : []),
  ];
  const shown = [...new Set([...opened, ...wrong])];
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
      <ScrapeFields draft={draft} errors={errors} onChange={onChange} />
      <Accordion.Item value="limits">
        <Accordion.Control>Limits</Accordion.Control>
        <Accordion.Panel>
          <Text size="xs" c="dimmed" mb="xs">
            A scrape beyond one of them fails as a whole, so that one page can’t fill this computer.
          </Text>
          <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
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
            <TextInput
              label="Active series"
              value={draft.seriesLimit}
              error={errors.seriesLimit}
              data-testid="endpoint-series-limit"
              onChange={(event) => onChange({ seriesLimit: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
