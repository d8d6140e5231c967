import type { DashboardAnnotation } from '../../domain/dashboard.ts';
import { type Panel, TRANSFORMATIONS } from '../../domain/dashboard-panel.ts';
import type { DashboardVariable } from '../../domain/dashboard-variable.ts';
import { unitFormat } from '../units/find-unit-format.ts';
import { isBuiltin } from '../variables/builtins.ts';
import { findReferences } from '../variables/reference.ts';
import type { DatasourceNames } from './datasource.ts';
import type { PanelReport, TargetReport, TransformationReport, VariableReport } from './import-report.ts';

const KNOWN_TRANSFORMATIONS: ReadonlySet<string> = new Set(TRANSFORMATIONS);

/** What became of a panel. */
export function reportPanel(panel: Panel, where: string, type: string): PanelReport {
  const reason = panel.kind === 'unsupported' ? panel.reason : null;
  const outcome = reason === null ? 'drawn' : 'unsupported';
  return { id: panel.id, title: panel.title, type, kind: panel.kind, where, outcome, reason };
}

/** What became of a panel's targets; those of an unsupported panel share its reason. */
export function reportTargets(panel: Panel): TargetReport[] {
  if (panel.kind === 'row' || panel.kind === 'unsupported') return [];
  return panel.targets.map((target) => ({
    panelId: panel.id,
    refId: target.refId,
    outcome: target.kind === 'promql' ? 'kept' : 'unsupported',
    reason: target.kind === 'promql' ? null : target.reason,
  }));
}

/** Which of a panel's transformations are applied. */
export function reportTransformations(panel: Panel): TransformationReport[] {
  if (panel.kind === 'row' || panel.kind === 'unsupported') return [];
  return panel.transformations.map(({ id }) => {
    const known = KNOWN_TRANSFORMATIONS.has(id);
    return {
      panelId: panel.id,
      id,
      outcome: known ? 'kept' : 'unsupported',
      reason: known ? null : `transformations of type ${JSON.stringify(id)} are not known`,
    };
  });
}

/** Units that are not known are written behind the number, as Grafana does. */
export function describeUnits(panel: Panel): string[] {
  if (panel.kind === 'row' || panel.kind === 'unsupported') return [];
  const units = [panel.field.unit, ...panel.overrides.map((override) => override.options.unit)];
  return units
    .filter((unit) => unit !== undefined && unitFormat(unit) === null)
    .map((unit) => `panel ${panel.id}: the unit "${unit}" is not known and is written behind the numbers`);
}

/** What became of a variable. */
export function reportVariable(variable: DashboardVariable): VariableReport {
  return variable.kind === 'unsupported'
    ? { name: variable.name, type: variable.type, outcome: 'unsupported', reason: variable.reason }
    : { name: variable.name, type: variable.kind, outcome: 'kept', reason: null };
}

/** Queries that mention what is neither a variable nor built in, nor a group of `label_replace` ($1). */
export function describeUnknownNames(panel: Panel, known: ReadonlySet<string>): string[] {
  if (panel.kind === 'row' || panel.kind === 'unsupported') return [];
  return panel.targets.flatMap((target) => {
    if (target.kind !== 'promql') return [];
    const names = findReferences(target.expr).map((reference) => reference.name);
    const unknown = names.filter((name) => !known.has(name) && !isBuiltin(name) && !/^\d+$/.test(name));
    return [...new Set(unknown)].map(
      (name) => `panel ${panel.id}: the query ${target.refId} mentions $${name}, which is no variable`,
    );
  });
}

/** Annotations that are kept but can't be drawn: those that a Grafana server keeps, or that another source is asked for. */
export function describeAnnotations(
  annotations: readonly DashboardAnnotation[],
  names: DatasourceNames,
): string[] {
  return annotations
    .filter((annotation) => annotation.builtIn !== true)
    .filter(({ expr, datasource }) => expr === undefined || names.classify(datasource).kind === 'other')
    .map(
      ({ name }) => `the annotation ${JSON.stringify(name)} has no PromQL query: it is kept and not drawn`,
    );
}
