import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `engine.*`: each is the engine's method of the same name. */
export function createEngineHandlers(supervisor: EngineAccess): HandlersOf<'engine'> {
  const ownKey = (key: string | null): string | null => (key === null ? null : supervisor.keyOf(key));
  return {
    'engine.getStatus': () => (supervisor.isOpen() ? supervisor.api().getStatus() : null),
    'engine.queryRange': ({ supersedeKey, ...query }) =>
      supervisor.api().queryRange({ ...query, supersedeKey: ownKey(supersedeKey) }),
    'engine.queryInstant': ({ supersedeKey, ...query }) =>
      supervisor.api().queryInstant({ ...query, supersedeKey: ownKey(supersedeKey) }),
    'engine.cancelQueries': (keys) => supervisor.api().cancelQueries(keys.map(supervisor.keyOf)),
    'engine.formatExpr': (expr) => supervisor.api().formatExpr(expr),
    'engine.explainExpr': (expr) => supervisor.api().explainExpr(expr),
    'engine.addMatchers': ({ exprs, matchers }) => supervisor.api().addMatchers(exprs, matchers),
    'engine.getCardinality': () => supervisor.api().getCardinality(),
    'engine.listSeries': (filter) => supervisor.api().listSeries(filter),
    'engine.listLabelNames': (filter) => supervisor.api().listLabelNames(filter),
    'engine.listLabelValues': ({ name, filter }) => supervisor.api().listLabelValues(name, filter),
    'engine.listMetadata': (choice) => supervisor.api().listMetadata(choice?.source),
    'engine.listTargets': (choice) => supervisor.api().listTargets(choice?.source),
    'engine.listGaps': ({ range }) => supervisor.api().listGaps(range),
    'engine.queryExemplars': (query) => supervisor.api().queryExemplars(query),
    'engine.setPaused': (paused) => supervisor.api().setPaused(paused),
    'engine.listRuleGroups': (choice) => supervisor.api().listRuleGroups(choice?.source),
    'engine.listRuleErrors': () => supervisor.api().listRuleErrors(),
  };
}
