import { Autocomplete, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { KNOWN_CALCS } from '../display/reduce-column.ts';
import type { OptionSpec } from './option-specs.ts';
import { readAt, writeAt } from './panel-path.ts';
import { UNIT_CHOICES } from './unit-choices.ts';

interface OptionFieldProps {
  readonly spec: OptionSpec;
  readonly panel: DataPanel;
  /** Stands before the option's path in its id, where the same option is shown twice. */
  readonly idPrefix?: string;
  readonly onChange: (panel: DataPanel) => void;
}

const CALCS = [...KNOWN_CALCS];

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The control of one option. */
export function OptionField({ spec, panel, idPrefix = '', onChange }: OptionFieldProps) {
  const { path, label, control, fallback, hint } = spec;
  const value = readAt(panel, path);
  const set = (next: unknown): void => onChange(writeAt(panel, path, next));
  const setText = (next: string): void => set(next === '' && path !== 'title' ? undefined : next);
  const shared = {
    label,
    size: 'xs' as const,
    'data-testid': testIds.dashboards.option(`${idPrefix}${path}`),
    ...(hint === undefined ? {} : { description: hint }),
  };
  switch (control.kind) {
    case 'text':
      return (
        <TextInput
          {...shared}
          value={asText(value)}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      );
    case 'textarea':
      return (
        <Textarea
          {...shared}
          value={asText(value)}
          autosize
          minRows={2}
          maxRows={12}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          placeholder="automatic"
          {...(control.min === undefined ? {} : { min: control.min })}
          {...(control.max === undefined ? {} : { max: control.max })}
          onChange={(next) => set(typeof next === 'number' ? next : undefined)}
        />
      );
    case 'switch':
      return (
        <Switch
          {...shared}
          checked={typeof value === 'boolean' ? value : fallback === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <Select
          {...shared}
          data={control.options.map(([one, name]) => ({ value: one, label: name }))}
          value={typeof value === 'string' ? value : asText(fallback)}
          allowDeselect={false}
          onChange={(next) => set(next ?? undefined)}
        />
      );
    case 'unit':
      return (
        <Autocomplete
          {...shared}
          data={UNIT_CHOICES}
          value={asText(value)}
          placeholder="none"
          limit={40}
          onChange={setText}
        />
      );
    case 'calc':
      return (
        <Select
          {...shared}
          data={CALCS}
          value={asTexts(value)[0] ?? 'lastNotNull'}
          allowDeselect={false}
          searchable
          onChange={(next) => set(next === null ? undefined : [next])}
        />
      );
    case 'calcs':
      return (
        <MultiSelect
          {...shared}
          data={CALCS}
          value={asTexts(value).filter((calc) => KNOWN_CALCS.has(calc))}
          placeholder="none"
          searchable
          onChange={(next) => set(next.length === 0 ? undefined : next)}
        />
      );
  }
}
