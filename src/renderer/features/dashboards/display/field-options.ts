import type { FieldMatch, FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { fitsPattern } from '../../../lib/re2-search.ts';

/** What overrides choose fields by. */
export interface FieldIdentity {
  readonly name: string;
  readonly refId: string;
  readonly type: 'number' | 'string' | 'time';
}

function isMatch(match: FieldMatch, field: FieldIdentity): boolean {
  switch (match.by) {
    case 'name':
      return match.value === field.name;
    case 'regex':
      return fitsPattern(match.value, field.name);
    case 'refId':
      return match.value === field.refId;
    case 'type':
      return match.value === field.type;
    case 'names':
      return match.names.includes(field.name) !== match.except;
    case 'other':
      return false;
  }
}

/** The options of one field: the panel's, and over them those of each override that is about it, in their order. */
export function optionsFor(panel: DataPanel, field: FieldIdentity): FieldOptions {
  const matching = panel.overrides.filter(({ match }) => isMatch(match, field));
  return Object.assign({}, panel.field, ...matching.map(({ options }) => options));
}
