import { Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ResolvedVariable } from '../../../../shared/dashboards/variables/resolve-variables.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { VariableField } from './VariableField.tsx';
import classes from './Variables.module.css';

interface VariablesBarProps {
  /** null while they are asked for the first time. */
  readonly resolved: readonly ResolvedVariable[] | null;
  readonly error: string | null;
  readonly onChoose: (name: string, values: readonly string[]) => void;
}

/** Variables that a user has nothing to choose for: the environment is the one source there is. */
function isShown({ variable }: ResolvedVariable): boolean {
  return variable.hide !== 'hidden' && variable.kind !== 'constant' && variable.kind !== 'datasource';
}

/** A variable that the data has no value for: the panels that use it stay empty. */
function hasNothing({ variable, options, problem }: ResolvedVariable): boolean {
  return variable.kind === 'query' && options.length === 0 && problem === null;
}

/** The dashboard's variables, each as the field that fits its kind. */
export function VariablesBar({ resolved, error, onChoose }: VariablesBarProps) {
  const shown = resolved?.filter(isShown) ?? [];
  const without = shown.filter(hasNothing).map(({ variable }) => variable.label || variable.name);
  if (error === null && shown.length === 0) return null;
  return (
    <fieldset
      className={classes.bar}
      aria-label="Variables"
      data-testid={testIds.dashboards.dashboardVariables}
    >
      {error !== null && (
        <span className={classes.problem} role="alert">
          <IconAlertTriangle size={15} aria-hidden /> {error}
        </span>
      )}
      {without.length > 0 && (
        <p className={classes.nothing} role="status" data-testid={testIds.dashboards.variablesEmpty}>
          No values for {without.join(', ')}: no endpoint of this environment has the metrics that this
          dashboard asks for, or had them in this time range.
        </p>
      )}
      {shown.map((one) => (
        <div key={one.variable.name} className={classes.variable}>
          {one.variable.hide !== 'labelHidden' && (
            <span className={classes.label} title={one.variable.description ?? one.variable.name}>
              <bdi>{one.variable.label || one.variable.name}</bdi>
            </span>
          )}
          <VariableField resolved={one} onChoose={onChoose} />
          {one.problem !== null && (
            <Tooltip
              label={one.problem}
              multiline
              maw={380}
              events={{ hover: true, focus: true, touch: true }}
            >
              <span
                className={classes.problem}
                role="img"
                aria-label={`${one.variable.name}: ${one.problem}`}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by keyboard
                tabIndex={0}
              >
                <IconAlertTriangle size={15} aria-hidden />
              </span>
            </Tooltip>
          )}
        </div>
      ))}
    </fieldset>
  );
}
