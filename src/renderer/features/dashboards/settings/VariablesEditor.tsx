import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DashboardVariable } from '../../../../shared/domain/dashboard-variable.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import classes from './Settings.module.css';
import { VariableForm } from './VariableForm.tsx';

interface VariablesEditorProps {
  readonly variables: readonly DashboardVariable[];
  readonly onChange: (variables: readonly DashboardVariable[]) => void;
}

function freeName(variables: readonly DashboardVariable[]): string {
  let number = 1;
  while (variables.some(({ name }) => name === `variable${number}`)) number += 1;
  return `variable${number}`;
}

/** The dashboard's variables in order, and the form of the chosen one. */
export function VariablesEditor({ variables, onChange }: VariablesEditorProps) {
  const [at, setAt] = useState(0);
  const chosen = variables[at];
  const add = (): void => {
    const added: DashboardVariable = {
      kind: 'query',
      name: freeName(variables),
      query: '',
      refresh: 'onLoad',
    };
    onChange([...variables, added]);
    setAt(variables.length);
  };
  const remove = (i: number): void => {
    onChange(variables.filter((_, other) => other !== i));
    setAt(Math.max(0, Math.min(at, variables.length - 2)));
  };
  const moveUp = (i: number): void => {
    const moved = [...variables];
    moved.splice(i - 1, 0, ...moved.splice(i, 1));
    onChange(moved);
    setAt(i - 1);
  };
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <ul className={classes.names} aria-label="Variables">
          {variables.map(({ name, kind }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be changed and be the same meanwhile
            <li key={i} data-chosen={i === at || undefined}>
              <UnstyledButton
                className={classes.name ?? ''}
                aria-pressed={i === at}
                onClick={() => setAt(i)}
                data-testid={testIds.dashboards.editVariable(name)}
              >
                <bdi>{name === '' ? '(no name)' : name}</bdi> <span className={classes.kind}>{kind}</span>
              </UnstyledButton>
              {i > 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={`Move ${name} up`}
                  onClick={() => moveUp(i)}
                >
                  <IconArrowUp size={14} aria-hidden />
                </ActionIcon>
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Remove ${name}`}
                onClick={() => remove(i)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
          data-testid={testIds.dashboards.variableAdd}
        >
          Add variable
        </Button>
      </div>
      {chosen === undefined ? (
        <p className={classes.none}>
          Variables stand in queries and titles as <code>$name</code>, and are chosen above the panels.
        </p>
      ) : (
        <VariableForm
          key={at}
          variable={chosen}
          onChange={(next) => onChange(variables.map((one, i) => (i === at ? next : one)))}
        />
      )}
    </div>
  );
}
