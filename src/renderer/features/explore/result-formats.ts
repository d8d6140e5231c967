import { instantToCsv, instantToJson, rangeToCsv, rangeToJson } from '../../lib/result-text.ts';
import type { ResultTab } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

/** Writers of what is shown, several queries one after the other; null where there is nothing to write. */
export function resultFormats(
  shown: readonly ShownQuery[],
  tab: ResultTab,
): { readonly csv: () => string; readonly json: () => string } | null {
  if (tab === 'graph' || tab === 'heatmap') {
    const results = shown.flatMap(({ answer }) => answer.range ?? []);
    if (results.length === 0) return null;
    return {
      csv: () => results.map(rangeToCsv).join('\n'),
      json: () => results.map(rangeToJson).join('\n'),
    };
  }
  const results = shown.flatMap(({ answer }) => answer.instant ?? []);
  if (results.length === 0) return null;
  return {
    csv: () => results.map(instantToCsv).join('\n'),
    json: () => results.map(instantToJson).join('\n'),
  };
}
