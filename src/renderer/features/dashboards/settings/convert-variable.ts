import type { DashboardVariable } from '../../../../shared/domain/dashboard-variable.ts';

export type EditableVariableKind = Exclude<DashboardVariable['kind'], 'unsupported'>;

/** The kinds of variables with their names. */
export const VARIABLE_KINDS: { value: EditableVariableKind; label: string }[] = [
  { value: 'query', label: 'Query' },
  { value: 'custom', label: 'Custom' },
  { value: 'interval', label: 'Interval' },
  { value: 'textbox', label: 'Text' },
  { value: 'constant', label: 'Constant' },
  { value: 'datasource', label: 'Data source' },
  { value: 'adhoc', label: 'Filters by label' },
];

/** A variable of another kind under the same name; its query and choice are no use to that one. */
export function convertVariable(variable: DashboardVariable, kind: EditableVariableKind): DashboardVariable {
  if (variable.kind === kind) return variable;
  const { name, label, description, hide } = variable;
  const base = {
    name,
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
    ...(hide === undefined ? {} : { hide }),
  };
  switch (kind) {
    case 'query':
      return { kind, ...base, query: '', refresh: 'onLoad' };
    case 'interval':
      return { kind, ...base, query: '1m,5m,10m,30m,1h' };
    case 'datasource':
      return { kind, ...base, query: 'prometheus' };
    case 'adhoc':
      return { kind, ...base, filters: [] };
    default:
      return { kind, ...base, query: '' };
  }
}
