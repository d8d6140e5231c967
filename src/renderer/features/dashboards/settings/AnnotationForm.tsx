import { Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { isQuery } from '../annotations/annotation-marks.ts';
import { toneOf } from '../display/field-color.ts';

interface AnnotationFormProps {
  readonly annotation: DashboardAnnotation;
  readonly onChange: (annotation: DashboardAnnotation) => void;
}

/** Colours by Grafana's names; a file's own stays until another is chosen. */
const COLORS = [
  { value: 'blue', label: 'Blue: an event' },
  { value: 'orange', label: 'Orange: a warning' },
  { value: 'red', label: 'Red: a failure' },
];

function colorName(color: string | undefined): string {
  const tone = toneOf(color);
  return tone === 'bad' ? 'red' : tone === 'warn' ? 'orange' : 'blue';
}

/** The form of one annotation query. */
export function AnnotationForm({ annotation, onChange }: AnnotationFormProps) {
  const set = (next: Partial<DashboardAnnotation>): void => onChange({ ...annotation, ...next });
  const isOther = (annotation.expr ?? '') !== '' && !isQuery(annotation);
  return (
    <Stack gap="sm">
      {isOther && (
        <p>This annotation asks another kind of source than Prometheus: it is kept and not drawn.</p>
      )}
      <Group grow align="flex-start">
        <TextInput
          label="Name"
          value={annotation.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-testid={testIds.dashboards.annotationName}
        />
        <Select
          label="Drawn in"
          data={COLORS}
          value={colorName(annotation.color)}
          allowDeselect={false}
          onChange={(color) => color !== null && set({ color })}
        />
      </Group>
      <Textarea
        label="Query"
        description="PromQL: a mark where a series has a value other than zero, say changes(build_info[1m]) > 0"
        value={annotation.expr ?? ''}
        autosize
        minRows={1}
        onChange={(event) => set({ expr: event.currentTarget.value })}
        data-testid={testIds.dashboards.annotationExpr}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Title"
          placeholder="Restart of {{job}}"
          value={annotation.titleTemplate ?? ''}
          onChange={(event) => set({ titleTemplate: event.currentTarget.value })}
          data-testid={testIds.dashboards.annotationTitle}
        />
        <TextInput
          label="Text"
          placeholder="{{instance}}"
          value={annotation.textTemplate ?? ''}
          onChange={(event) => set({ textTemplate: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          label="Tags"
          description="Labels with commas between them"
          value={annotation.tagLabels ?? ''}
          onChange={(event) => set({ tagLabels: event.currentTarget.value })}
        />
        <TextInput
          label="Step"
          description="The least time between two questions"
          placeholder="1m"
          value={annotation.step ?? ''}
          onChange={(event) => set({ step: event.currentTarget.value })}
        />
      </Group>
      <Group gap="xl">
        <Switch
          label="Shown when the dashboard is opened"
          checked={annotation.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <Switch
          label="Without a switch of its own"
          checked={annotation.hidden === true}
          onChange={(event) => set({ hidden: event.currentTarget.checked })}
        />
        <Switch
          label="Values are times (Unix, ms)"
          checked={annotation.valueIsTime === true}
          onChange={(event) => set({ valueIsTime: event.currentTarget.checked })}
        />
      </Group>
    </Stack>
  );
}
