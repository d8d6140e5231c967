import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { Comparison } from '../../environments/compare.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `compare.*`. */
export function createCompareHandlers(
  comparison: Comparison,
  engine: Pick<EngineAccess, 'keyOf'>,
): HandlersOf<'compare'> {
  return {
    'compare.queryRange': ({ environmentIds, supersedeKey, ...query }) =>
      comparison.queryRange(environmentIds, { ...query, supersedeKey: engine.keyOf(supersedeKey) }),
  };
}
