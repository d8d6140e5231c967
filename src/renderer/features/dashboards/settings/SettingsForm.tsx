import { Button, Group, Select, Stack, Tabs, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { orderVariables } from '../../../../shared/dashboards/variables/order-variables.ts';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import { AppError } from '../../../../shared/errors.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AnnotationsEditor } from './AnnotationsEditor.tsx';
import { VariablesEditor } from './VariablesEditor.tsx';

interface SettingsFormProps {
  readonly dashboard: Dashboard;
  readonly onApply: (dashboard: Dashboard) => void;
  readonly onCancel: () => void;
}

const HOVERS = [
  { value: 'off', label: 'Each chart for itself' },
  { value: 'crosshair', label: 'A line in all charts' },
  { value: 'tooltip', label: 'The values of all charts' },
];

/** What keeps the variables from being asked; null where nothing does. */
function problemOf({ variables }: Dashboard): string | null {
  const names = variables.map(({ name }) => name);
  const bad = names.find((name) => !/^\w+$/.test(name));
  if (bad !== undefined) return `“${bad}” is no name: letters, digits and _ make one.`;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `There are two variables named “${twice}”.`;
  try {
    orderVariables(variables);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}

/** The dashboard's own properties and its variables; a step of the draft once applied. */
export function SettingsForm({ dashboard, onApply, onCancel }: SettingsFormProps) {
  const [draft, setDraft] = useState(dashboard);
  const change = (next: Partial<Dashboard>): void => setDraft((before) => ({ ...before, ...next }));
  const problem = problemOf(draft);
  return (
    <Stack gap="md">
      <Tabs defaultValue="variables" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="variables">Variables</Tabs.Tab>
          <Tabs.Tab value="annotations" data-testid={testIds.dashboards.annotationsTab}>
            Annotations
          </Tabs.Tab>
          <Tabs.Tab value="general">General</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="variables" pt="md">
          <VariablesEditor variables={draft.variables} onChange={(variables) => change({ variables })} />
        </Tabs.Panel>
        <Tabs.Panel value="annotations" pt="md">
          <AnnotationsEditor
            annotations={draft.annotations}
            onChange={(annotations) => change({ annotations })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="general" pt="md">
          <Stack gap="sm">
            <TextInput
              label="Title"
              value={draft.title}
              maxLength={200}
              onChange={(event) => change({ title: event.currentTarget.value })}
              data-testid={testIds.dashboards.settingsTitle}
            />
            <Textarea
              label="Description"
              autosize
              minRows={2}
              value={draft.description ?? ''}
              onChange={(event) => change({ description: event.currentTarget.value })}
            />
            <TagsInput label="Tags" value={[...draft.tags]} onChange={(tags) => change({ tags })} />
            <Group grow align="flex-start">
              <TextInput
                label="Time range from"
                value={draft.timeRange.from}
                onChange={(event) =>
                  change({ timeRange: { ...draft.timeRange, from: event.currentTarget.value } })
                }
              />
              <TextInput
                label="to"
                value={draft.timeRange.to}
                onChange={(event) =>
                  change({ timeRange: { ...draft.timeRange, to: event.currentTarget.value } })
                }
              />
              <Select
                label="Hovering shows"
                data={HOVERS}
                value={draft.sharedHover ?? 'off'}
                allowDeselect={false}
                onChange={(hover) => change({ sharedHover: hover as NonNullable<Dashboard['sharedHover']> })}
              />
            </Group>
          </Stack>
        </Tabs.Panel>
      </Tabs>
      <Group justify="flex-end" gap="xs">
        {problem !== null && (
          <span role="alert" style={{ color: 'var(--sx-bad)', fontSize: 12, marginRight: 'auto' }}>
            {problem}
          </span>
        )}
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          disabled={problem !== null || draft === dashboard}
          onClick={() => onApply(draft)}
          data-testid={testIds.dashboards.settingsApply}
        >
          Apply
        </Button>
      </Group>
    </Stack>
  );
}
