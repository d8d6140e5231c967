import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { KNOWN_CALCS } from './reduce-column.ts';
import { TABLE_TRANSFORMATIONS } from './table-model.ts';

function transformationNotes(panel: DataPanel): string[] {
  const active = panel.transformations.filter(({ disabled }) => disabled !== true).map(({ id }) => id);
  const left = panel.kind === 'table' ? active.filter((id) => !TABLE_TRANSFORMATIONS.has(id)) : active;
  return left.length === 0 ? [] : [`Transformations that are not applied: ${[...new Set(left)].join(', ')}.`];
}

function timeseriesNotes(all: readonly FieldOptions[]): string[] {
  const notes: string[] = [];
  if (all.some(({ scale }) => scale?.type === 'log' || scale?.type === 'symlog')) {
    notes.push('The logarithmic scale is drawn as a linear one.');
  }
  if (all.some(({ axis }) => axis === 'right')) notes.push('All series share the left axis.');
  if (all.some(({ drawStyle }) => drawStyle === 'points')) notes.push('Points are drawn as lines.');
  return notes;
}

function calcNotes(panel: DataPanel): string[] {
  const calcs = 'reduce' in panel.options ? (panel.options.reduce?.calcs ?? []) : [];
  const unknown = calcs.filter((calc) => !KNOWN_CALCS.has(calc));
  return unknown.length === 0 ? [] : [`The last value is shown in place of: ${unknown.join(', ')}.`];
}

/** Sentences on what a panel shows otherwise than its file says. */
export function panelNotes(panel: DataPanel): string[] {
  const all = [panel.field, ...panel.overrides.map(({ options }) => options)];
  const notes = panel.targets.flatMap((target) =>
    target.kind === 'unsupported' && target.hidden !== true
      ? [`Query ${target.refId} is not asked: ${target.reason}.`]
      : [],
  );
  notes.push(...transformationNotes(panel));
  if (panel.kind === 'barchart') notes.push('The bar chart is shown as a list of the newest values.');
  if (panel.kind === 'timeseries') notes.push(...timeseriesNotes(all));
  if ((panel.timeShift ?? '') !== '') notes.push(`Shown without its time shift of ${panel.timeShift}.`);
  if ((panel.timeFrom ?? '') !== '') notes.push(`Own time range: the last ${panel.timeFrom}.`);
  notes.push(...calcNotes(panel));
  return notes;
}
