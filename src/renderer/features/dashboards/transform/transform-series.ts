import type { Transformation } from '../../../../shared/domain/dashboard-panel.ts';
import { keepsField, organizedName, renamedByRegex } from './field-steps.ts';
import { textAt } from './transform-options.ts';

/** Transformations that charts and figures apply; others are named in the panel. */
export const SERIES_TRANSFORMATIONS: ReadonlySet<string> = new Set([
  'organize',
  'filterFieldsByName',
  'filterByRefId',
  'renameByRegex',
  // These bring series together that charts draw together anyway.
  'merge',
  'joinByField',
  'seriesToColumns',
  'concatenate',
  'labelsToFields',
  'prepareTimeSeries',
]);

/** What a series is called after a panel's transformations; null for one that they take away. */
export function seriesTransform(
  transformations: readonly Transformation[],
): (name: string, refId: string) => string | null {
  const active = transformations.filter(({ disabled }) => disabled !== true);
  return (given, refId) => {
    let name: string | null = given;
    for (const { id, options } of active) {
      if (name === null) return null;
      if (id === 'renameByRegex') name = renamedByRegex(options, name);
      else if (id === 'filterFieldsByName') name = keepsField(options, name) ? name : null;
      else if (id === 'organize') name = organizedName(options, name);
      else if (id === 'filterByRefId') {
        const include = textAt(options, 'include');
        if (include !== '' && !include.split('|').includes(refId)) name = null;
      }
    }
    return name;
  };
}
