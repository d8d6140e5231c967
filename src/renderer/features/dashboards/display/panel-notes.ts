import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { shiftMs } from '../query/shift-range.ts';
import { TABLE_TRANSFORMATIONS } from '../transform/transform-frames.ts';
import { SERIES_TRANSFORMATIONS } from '../transform/transform-series.ts';
import { KNOWN_CALCS } from './reduce-column.ts';

function transformationNotes(panel: DataPanel): string[] {
  const active = panel.transformations.filter(({ disabled }) => disabled !== true).map(({ id }) => id);
  const applied = panel.kind === 'table' ? TABLE_TRANSFORMATIONS : SERIES_TRANSFORMATIONS;
  const left = active.filter((id) => !applied.has(id));
  return left.length === 0 ? [] : [`Transformations that are not applied: ${[...new Set(left)].join(', ')}.`];
}

function calcNotes(panel: DataPanel): string[] {
  const calcs = 'reduce' in panel.options ? (panel.options.reduce?.calcs ?? []) : [];
  const unknown = calcs.filter((calc) => !KNOWN_CALCS.has(calc));
  return unknown.length === 0 ? [] : [`The last value is shown in place of: ${unknown.join(', ')}.`];
}

/** Sentences on what a panel shows otherwise than its file says. */
export function panelNotes(panel: DataPanel): string[] {
  const notes = panel.targets.flatMap((target) =>
    target.kind === 'unsupported' && target.hidden !== true
      ? [`Query ${target.refId} is not asked: ${target.reason}.`]
      : [],
  );
  notes.push(...transformationNotes(panel));
  if (panel.kind === 'barchart') notes.push('The bar chart is shown as a list of the newest values.');
  const shift = panel.timeShift ?? '';
  if (shift !== '') {
    const isRead = shiftMs(shift) > 0;
    notes.push(isRead ? `Shown as it was ${shift} earlier.` : `Shown without its time shift of ${shift}.`);
  }
  if ((panel.timeFrom ?? '') !== '') notes.push(`Own time range: the last ${panel.timeFrom}.`);
  notes.push(...calcNotes(panel));
  return notes;
}
