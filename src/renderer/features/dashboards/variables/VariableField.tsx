import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatFilterChoice } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import type { ResolvedVariable } from '../../../../shared/dashboards/variables/resolve-variables.ts';
import { ALL_OPTION } from '../../../../shared/dashboards/variables/variable-options.ts';
import { ALL_VALUE } from '../../../../shared/domain/dashboard-variable.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { AdhocFilters } from './AdhocFilters.tsx';
import { nextMultiChoice } from './multi-choice.ts';
import classes from './Variables.module.css';

interface VariableFieldProps {
  readonly resolved: ResolvedVariable;
  readonly onChoose: (name: string, values: readonly string[]) => void;
}

/** More options than this are found by typing. */
const MAX_OPTIONS = 200;
const AUTO_VALUE = '$__auto_interval';

/** The field of one variable. */
export function VariableField({ resolved, onChoose }: VariableFieldProps) {
  const { variable } = resolved;
  const label = variable.label || variable.name;
  switch (variable.kind) {
    case 'query':
    case 'custom':
      return <ChoiceField resolved={resolved} label={label} onChoose={onChoose} />;
    case 'interval': {
      const options = resolved.options.map(({ text, value }) => ({ label: text, value }));
      const auto = { label: 'auto', value: AUTO_VALUE };
      const chosen = resolved.filled.values[0] ?? null;
      const isListed = options.some(({ value }) => value === chosen);
      return (
        <Select
          {...shared(variable.name, label)}
          data={variable.auto === true ? [auto, ...options] : options}
          value={isListed || variable.auto !== true ? chosen : AUTO_VALUE}
          onChange={(value) => value !== null && onChoose(variable.name, [value])}
        />
      );
    }
    case 'textbox':
      return <TextField resolved={resolved} label={label} onChoose={onChoose} />;
    case 'adhoc':
      return (
        <AdhocFilters
          label={label}
          matchers={resolved.filled.matchers ?? []}
          onChange={(matchers) => onChoose(variable.name, matchers.map(formatFilterChoice))}
        />
      );
    case 'unsupported':
      return <span className={classes.none}>not available</span>;
    default:
      return <bdi className={classes.none}>{resolved.filled.text}</bdi>;
  }
}

function shared(name: string, label: string) {
  return {
    size: 'xs' as const,
    'aria-label': label,
    'data-testid': testIds.dashboards.variable(name),
    limit: MAX_OPTIONS,
    searchable: true,
    nothingFoundMessage: 'Nothing of that name',
    allowDeselect: false,
    comboboxProps: { width: 'max-content' as const, position: 'bottom-start' as const },
    classNames: { root: classes.field ?? '', dropdown: classes.dropdown ?? '' },
  };
}

interface FieldProps extends VariableFieldProps {
  readonly label: string;
}

function ChoiceField({ resolved, label, onChoose }: FieldProps) {
  const { variable, options, filled } = resolved;
  const takesMany = 'multi' in variable && variable.multi === true;
  const takesAll = 'includeAll' in variable && variable.includeAll === true;
  const listed = takesAll ? [ALL_OPTION, ...options] : options;
  const chosen = filled.all ? [ALL_VALUE] : filled.values;
  // Values that are no options, say after data went away, are still what is asked for.
  const known = new Set(listed.map(({ value }) => value));
  const data = [
    ...listed.map(({ text, value }) => ({ label: text, value })),
    ...chosen.filter((value) => !known.has(value)).map((value) => ({ label: value, value })),
  ];
  if (takesMany) {
    const { allowDeselect: _single, ...rest } = shared(variable.name, label);
    return (
      <MultiSelect
        {...rest}
        classNames={{
          root: classes.wideField ?? '',
          pillsList: classes.pills ?? '',
          dropdown: classes.dropdown ?? '',
        }}
        data={data}
        value={[...chosen]}
        placeholder={chosen.length === 0 ? 'none' : ''}
        onChange={(values) => onChoose(variable.name, nextMultiChoice(chosen, values, takesAll))}
      />
    );
  }
  return (
    <Select
      {...shared(variable.name, label)}
      data={data}
      value={chosen[0] ?? null}
      placeholder={options.length === 0 ? 'no values' : ''}
      onChange={(value) => value !== null && onChoose(variable.name, [value])}
    />
  );
}

function TextField({ resolved, label, onChoose }: FieldProps) {
  const { variable, filled } = resolved;
  const chosen = filled.values[0] ?? '';
  const [draft, setDraft] = useState(chosen);
  useEffect(() => setDraft(chosen), [chosen]);
  const commit = (): void => {
    if (draft !== chosen) onChoose(variable.name, [draft]);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      data-testid={testIds.dashboards.variable(variable.name)}
      classNames={{ root: classes.field ?? '' }}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
