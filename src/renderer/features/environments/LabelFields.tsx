import { Accordion, ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';
import { InUse } from './InUse.tsx';
import type { FilledDraft } from './template-draft.ts';

interface LabelFieldsProps {
  readonly labels: EndpointDraft['labels'];
  readonly error: DraftErrors['labels'];
  readonly inUse: FilledDraft['inUse'];
  readonly onChange: (labels: EndpointDraft['labels']) => void;
}

function labelText(name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${name} = ${value}`;
}

/** Labels that each series of the endpoint gets: a section of the advanced fields. */
export function LabelFields({ labels, error, inUse, onChange }: LabelFieldsProps) {
  return (
    <Accordion.Item value="labels">
      <Accordion.Control data-testid={testIds.environments.endpointLabels}>Labels</Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            Each of its series gets them, beside job and instance.
          </Text>
          {labels.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names change and repeat while they are typed
            <Group key={index} gap="xs" wrap="nowrap">
              <TextInput
                flex={1}
                aria-label={`Name of label ${index + 1}`}
                placeholder="name"
                value={name}
                onChange={(event) => onChange(labels.with(index, [event.currentTarget.value, value]))}
              />
              <TextInput
                flex={1}
                aria-label={`Value of label ${index + 1}`}
                placeholder="value"
                value={value}
                onChange={(event) => onChange(labels.with(index, [name, event.currentTarget.value]))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={`Remove label ${index + 1}`}
                onClick={() => onChange(labels.toSpliced(index, 1))}
              >
                <IconX size={15} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {labels.map(([name], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names change and repeat while they are typed
            <InUse key={index} text={labelText(name, inUse[`label ${index}`])} />
          ))}
          {error !== undefined && (
            <Text size="xs" c="var(--mantine-color-error)" role="alert">
              {error}
            </Text>
          )}
          <Button
            variant="subtle"
            size="compact-xs"
            w="fit-content"
            leftSection={<IconPlus size={13} aria-hidden />}
            data-testid={testIds.environments.endpointAddLabel}
            onClick={() => onChange([...labels, ['', '']])}
          >
            Add label
          </Button>
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
