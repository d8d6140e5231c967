import type { DashboardVariable } from '../../domain/dashboard-variable.ts';
import { AppError } from '../../errors.ts';
import { findReferences } from './reference.ts';

/** The texts of a variable in which others may be mentioned. */
function textsOf(variable: DashboardVariable): string[] {
  switch (variable.kind) {
    case 'query':
      return [variable.query, variable.regex ?? ''];
    case 'datasource':
      return [variable.regex ?? ''];
    case 'custom':
    case 'interval':
    case 'constant':
    case 'textbox':
      return [variable.query];
    default:
      return [];
  }
}

/** Names of the variables that must have a value before this one can; itself is none of them. */
function dependenciesOf(variable: DashboardVariable, known: ReadonlySet<string>): string[] {
  const names = textsOf(variable).flatMap((text) => findReferences(text).map((reference) => reference.name));
  return [...new Set(names)].filter((name) => known.has(name) && name !== variable.name);
}

/**
 * The variables so that each follows those that it mentions, else in the dashboard's order. Throws AppError `bad_data`
 * that names all variables of a circle.
 */
export function orderVariables(variables: readonly DashboardVariable[]): DashboardVariable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const known: ReadonlySet<string> = new Set(byName.keys());
  const ordered = new Map<string, DashboardVariable>();
  const path: string[] = [];
  const visit = (variable: DashboardVariable): void => {
    if (ordered.has(variable.name)) return;
    const circleStart = path.indexOf(variable.name);
    if (circleStart >= 0) {
      const circle = [...path.slice(circleStart), variable.name].join(' → ');
      throw new AppError('bad_data', `the variables ask for each other in a circle: ${circle}`);
    }
    path.push(variable.name);
    for (const name of dependenciesOf(variable, known)) visit(byName.get(name) as DashboardVariable);
    path.pop();
    ordered.set(variable.name, variable);
  };
  for (const variable of variables) visit(variable);
  return [...ordered.values()];
}
