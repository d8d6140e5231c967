import type { DashboardVariable } from '../../domain/dashboard-variable.ts';
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

interface OrderedVariables {
  /** Each follows those that it mentions, else the dashboard's order. */
  readonly ordered: readonly DashboardVariable[];
  /** Variables that can't be asked because they mention one that waits for them, with a sentence that names the circle. */
  readonly circles: ReadonlyMap<string, string>;
}

/** The order in which variables can get their values. A circle is cut at the variable that closes it. */
export function orderVariables(variables: readonly DashboardVariable[]): OrderedVariables {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const known: ReadonlySet<string> = new Set(byName.keys());
  const ordered = new Map<string, DashboardVariable>();
  const circles = new Map<string, string>();
  const path: string[] = [];
  const visit = (variable: DashboardVariable): void => {
    if (ordered.has(variable.name)) return;
    const circleStart = path.indexOf(variable.name);
    if (circleStart >= 0) {
      const circle = [...path.slice(circleStart), variable.name].join(' → ');
      circles.set(path.at(-1) ?? '', `the variables ask for each other in a circle: ${circle}`);
      return;
    }
    path.push(variable.name);
    for (const name of dependenciesOf(variable, known)) visit(byName.get(name) as DashboardVariable);
    path.pop();
    ordered.set(variable.name, variable);
  };
  for (const variable of variables) visit(variable);
  return { ordered: [...ordered.values()], circles };
}
