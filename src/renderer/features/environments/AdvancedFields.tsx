import { Accordion, SimpleGrid, Text, TextInput } from '@mantine/core';
import { testIds } from '../../../shared/test-ids.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';
import { LabelFields } from './LabelFields.tsx';
import { ScrapeFields } from './ScrapeFields.tsx';
import { TlsFields } from './TlsFields.tsx';
import type { FilledDraft } from './template-draft.ts';

interface AdvancedFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  readonly inUse: FilledDraft['inUse'];
  readonly onChange: (part: Partial<EndpointDraft>) => void;
  readonly opened: readonly string[];
  readonly onOpened: (sections: string[]) => void;
}

const LIMITS = [
  'pageLimit',
  'sampleLimit',
  'labelLimit',
  'labelNameLimit',
  'labelValueLimit',
  'bucketLimit',
  'bucketFactor',
  'seriesLimit',
] as const;

/** TLS, labels, scraping, relabelling and limits, folded away until they are wanted or one of them is wrong. */
export function AdvancedFields({ draft, errors, inUse, onChange, opened, onOpened }: AdvancedFieldsProps) {
  const wrong = [
    ...(errors.certPem !== undefined || errors.maxTlsVersion !== undefined ? ['tls'] : []),
    ...(errors.proxyUrl !== undefined ? ['proxy'] : []),
    ...(errors.headers !== undefined ? ['headers'] : []),
    ...(errors.labels !== undefined ? ['labels'] : []),
    ...(LIMITS.some((field) => errors[field] !== undefined) ? ['limits'] : []),
    ...(errors.relabelText !== undefined || errors.metricRelabelText !== undefined ? ['relabel'] : []),
  ];
  const shown = [...new Set([...opened, ...wrong])];
  return (
    <Accordion variant="contained" multiple value={shown} onChange={onOpened}>
      <Accordion.Item value="tls">
        <Accordion.Control>TLS</Accordion.Control>
        <Accordion.Panel>
          <TlsFields draft={draft} errors={errors} onChange={onChange} />
        </Accordion.Panel>
      </Accordion.Item>
      <ConnectionFields
        draft={draft.access}
        errors={errors}
        onChange={(part) => onChange({ access: { ...draft.access, ...part } })}
      />
      <LabelFields
        labels={draft.labels}
        error={errors.labels}
        inUse={inUse}
        onChange={(labels) => onChange({ labels })}
      />
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
              data-testid={testIds.environments.endpointPageLimit}
              onChange={(event) => onChange({ pageLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Samples"
              value={draft.sampleLimit}
              error={errors.sampleLimit}
              data-testid={testIds.environments.endpointSampleLimit}
              onChange={(event) => onChange({ sampleLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Labels per series"
              value={draft.labelLimit}
              error={errors.labelLimit}
              data-testid={testIds.environments.endpointLabelLimit}
              onChange={(event) => onChange({ labelLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Active series"
              value={draft.seriesLimit}
              error={errors.seriesLimit}
              data-testid={testIds.environments.endpointSeriesLimit}
              onChange={(event) => onChange({ seriesLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Characters of a label name"
              value={draft.labelNameLimit}
              error={errors.labelNameLimit}
              data-testid={testIds.environments.endpointLabelNameLimit}
              onChange={(event) => onChange({ labelNameLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Characters of a label value"
              value={draft.labelValueLimit}
              error={errors.labelValueLimit}
              data-testid={testIds.environments.endpointLabelValueLimit}
              onChange={(event) => onChange({ labelValueLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Buckets of a native histogram"
              description="Merged into fewer where it has more."
              value={draft.bucketLimit}
              error={errors.bucketLimit}
              data-testid={testIds.environments.endpointBucketLimit}
              onChange={(event) => onChange({ bucketLimit: event.currentTarget.value })}
            />
            <TextInput
              label="Least growth of its buckets"
              description="1.1 merges buckets finer than 10 %."
              placeholder="As the service has them"
              value={draft.bucketFactor}
              error={errors.bucketFactor}
              data-testid={testIds.environments.endpointBucketFactor}
              onChange={(event) => onChange({ bucketFactor: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
