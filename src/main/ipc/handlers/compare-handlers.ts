import type { Comparison } from '../../environments/compare.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `compare.*`. */
export function createCompareHandlers(comparison: Comparison): HandlersOf<'compare'> {
  return {
    'compare.queryRange': ({ environmentIds, ...query }) => comparison.queryRange(environmentIds, query),
  };
}
