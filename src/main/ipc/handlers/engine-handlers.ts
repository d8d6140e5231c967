import type { EngineAccess } from '../../engine-host/engine-access.ts';
import type { HandlersOf } from '../router.ts';

/** Handlers of `engine.*`: each is the engine's method of the same name. */
export function createEngineHandlers(supervisor: EngineAccess): HandlersOf<'engine'> {
  return {
    'engine.getStatus': () => (supervisor.isOpen() ? supervisor.api().getStatus() : null),
    'engine.queryRange': (query) => supervisor.api().queryRange(query),
    'engine.queryInstant': (query) => supervisor.api().queryInstant(query),
    'engine.cancelQueries': (keys) => supervisor.api().cancelQueries(keys),
    'engine.formatExpr': (expr) => supervisor.api().formatExpr(expr),
    'engine.explainExpr': (expr) => supervisor.api().explainExpr(expr),
    'engine.getCardinality': () => supervisor.api().getCardinality(),
    'engine.listSeries': (filter) => supervisor.api().listSeries(filter),
    'engine.listLabelNames': (filter) => supervisor.api().listLabelNames(filter),
    'engine.listLabelValues': ({ name, filter }) => supervisor.api().listLabelValues(name, filter),
    'engine.listMetadata': (choice) => supervisor.api().listMetadata(choice?.source),
    'engine.listTargets': (choice) => supervisor.api().listTargets(choice?.source),
    'engine.listGaps': ({ range }) => supervisor.api().listGaps(range),
    'engine.queryExemplars': (query) => supervisor.api().queryExemplars(query),
    'engine.listRuleGroups': (choice) => supervisor.api().listRuleGroups(choice?.source),
    'engine.listRuleErrors': () => supervisor.api().listRuleErrors(),
  };
}
