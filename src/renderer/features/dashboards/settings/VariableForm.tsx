import { Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { matcherOfFilter } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import {
  type DashboardVariable,
  VARIABLE_SORTS,
  type VariableSort,
} from '../../../../shared/domain/dashboard-variable.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AdhocFilters } from '../variables/AdhocFilters.tsx';
import { convertVariable, type EditableVariableKind, VARIABLE_KINDS } from './convert-variable.ts';
import classes from './EntriesEditor.module.css';

interface VariableFormProps {
  readonly variable: DashboardVariable;
  readonly onChange: (variable: DashboardVariable) => void;
}

const HIDES = [
  { value: 'shown', label: 'Name and values' },
  { value: 'labelHidden', label: 'Values alone' },
  { value: 'hidden', label: 'Not shown' },
];

const REFRESHES = [
  { value: 'never', label: 'Never' },
  { value: 'onLoad', label: 'When the dashboard is opened' },
  { value: 'onTimeRangeChange', label: 'When the time range changes' },
];

const QUERY_HINTS: Readonly<Partial<Record<DashboardVariable['kind'], string>>> = {
  query: 'label_values(metric, label), label_names(), metrics(regex), query_result(expr)',
  custom: 'Values with commas between them; “name : value” shows another name',
  interval: 'Durations with commas between them: 1m,5m,1h',
  constant: 'The value',
  textbox: 'The value before one is typed',
  datasource: 'The kind of source; all of them are this environment',
};

/** The form of one variable. */
export function VariableForm({ variable, onChange }: VariableFormProps) {
  const set = (next: object): void => onChange({ ...variable, ...next } as DashboardVariable);
  if (variable.kind === 'unsupported') {
    return (
      <p className={classes.about}>
        This variable is kept as it is: {variable.reason}. It can be changed in the dashboard’s JSON.
      </p>
    );
  }
  return (
    <Stack gap="sm">
      <Group grow align="flex-start">
        <TextInput
          label="Name"
          value={variable.name}
          onChange={(event) => set({ name: event.currentTarget.value.trim() })}
          data-testid={testIds.dashboards.variableName}
        />
        <TextInput
          label="Shown as"
          placeholder={variable.name}
          value={variable.label ?? ''}
          onChange={(event) => set({ label: event.currentTarget.value })}
        />
        <Select
          label="Kind"
          data={VARIABLE_KINDS}
          value={variable.kind}
          allowDeselect={false}
          data-testid={testIds.dashboards.variableKind}
          onChange={(kind) =>
            kind !== null && onChange(convertVariable(variable, kind as EditableVariableKind))
          }
        />
      </Group>
      {'query' in variable && (
        <Textarea
          label={variable.kind === 'query' ? 'Query' : 'Values'}
          description={QUERY_HINTS[variable.kind]}
          value={variable.query}
          autosize
          minRows={1}
          onChange={(event) => set({ query: event.currentTarget.value })}
          data-testid={testIds.dashboards.variableQuery}
        />
      )}
      {variable.kind === 'adhoc' && (
        <>
          <p className={classes.about}>
            Filters that are chosen above the panels are added to each selector of the dashboard’s queries.
            Those below are chosen when the dashboard is opened.
          </p>
          <AdhocFilters
            label={variable.name}
            matchers={(variable.filters ?? []).flatMap((one) => matcherOfFilter(one) ?? [])}
            onChange={(matchers) =>
              set({
                filters: matchers.map(({ name, type, value }) => ({ key: name, operator: type, value })),
              })
            }
          />
        </>
      )}
      {variable.kind === 'query' && (
        <Group grow align="flex-start">
          <TextInput
            label="Regular expression"
            description="Filters, and picks a part"
            placeholder="/pattern/"
            value={variable.regex ?? ''}
            onChange={(event) => set({ regex: event.currentTarget.value })}
          />
          <Select
            label="Sorted"
            description="Order of the values"
            data={VARIABLE_SORTS.map((value) => ({ value, label: sortName(value) }))}
            value={variable.sort ?? 'none'}
            allowDeselect={false}
            onChange={(sort) => set({ sort })}
          />
          <Select
            label="Asked again"
            description="When values are looked for"
            data={REFRESHES}
            value={variable.refresh ?? 'never'}
            allowDeselect={false}
            onChange={(refresh) => set({ refresh })}
          />
        </Group>
      )}
      {variable.kind === 'interval' && (
        <Switch
          label="Offer “auto”: a width that fits the time range"
          checked={variable.auto === true}
          onChange={(event) => set({ auto: event.currentTarget.checked })}
        />
      )}
      {(variable.kind === 'query' || variable.kind === 'custom') && (
        <Group gap="xl">
          <Switch
            label="Several values"
            checked={variable.multi === true}
            onChange={(event) => set({ multi: event.currentTarget.checked })}
          />
          <Switch
            label="Offer all of them"
            checked={variable.includeAll === true}
            onChange={(event) => set({ includeAll: event.currentTarget.checked })}
          />
        </Group>
      )}
      {(variable.kind === 'query' || variable.kind === 'custom') && variable.includeAll === true && (
        <TextInput
          label="Stands for all"
          placeholder="a regular expression of all values"
          value={variable.allValue ?? ''}
          onChange={(event) => set({ allValue: event.currentTarget.value || null })}
        />
      )}
      <Select
        label="Above the panels"
        data={HIDES}
        value={variable.hide ?? 'shown'}
        allowDeselect={false}
        onChange={(hide) => set({ hide })}
      />
    </Stack>
  );
}

function sortName(sort: VariableSort): string {
  const words = sort.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
