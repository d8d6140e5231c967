import type { DashboardVariable } from '../../../../shared/domain/dashboard-variable.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { EntriesEditor, freeName } from './EntriesEditor.tsx';
import { VariableForm } from './VariableForm.tsx';

interface VariablesEditorProps {
  readonly variables: readonly DashboardVariable[];
  readonly onChange: (variables: readonly DashboardVariable[]) => void;
}

/** The dashboard's variables in order, and the form of the chosen one. */
export function VariablesEditor({ variables, onChange }: VariablesEditorProps) {
  return (
    <EntriesEditor<DashboardVariable>
      label="Variables"
      entries={variables}
      describe={({ name, kind }) => ({
        name,
        detail: kind,
        testId: testIds.dashboards.editVariable(name),
      })}
      add={{
        label: 'Add variable',
        testId: testIds.dashboards.variableAdd,
        create: () => ({
          kind: 'query',
          name: freeName('variable', variables),
          query: '',
          refresh: 'onLoad',
        }),
      }}
      about={
        <>
          Variables stand in queries and titles as <code>$name</code>, and are chosen above the panels.
        </>
      }
      onChange={onChange}
      renderForm={(variable, change) => <VariableForm variable={variable} onChange={change} />}
    />
  );
}
