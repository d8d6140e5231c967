import { createRuleQuery } from '../../../src/engine/engine-rule-query.ts';
import { labelsKey } from '../../../src/engine/model/labels.ts';
import type { Clock } from '../../../src/engine/ports.ts';
import { toFloatHistogram } from '../../../src/engine/promql/histogram/sparse-histogram.ts';
import { createPromqlEngine, type PromqlEngine } from '../../../src/engine/promql/promql-engine.ts';
import type { RuleGroupDefinition } from '../../../src/engine/rules/definition.ts';
import { createRuleGroup, type RuleGroup } from '../../../src/engine/rules/rule-group.ts';
import { SLOT_SAMPLE } from '../../../src/engine/storage.ts';
import { openTsdb, type Tsdb } from '../../../src/engine/tsdb/tsdb.ts';
import { SILENT_LOGGER } from '../../support/fake-ports.ts';
import type { SeriesLine } from '../promql/series-notation.ts';
import type { UnitTest } from './unit-test-file.ts';

/** The engine's store, queries and rules, with the series of one unit test in them. */
export interface TestBed {
  readonly promql: PromqlEngine;
  readonly groups: readonly RuleGroup[];
  close(): Promise<void>;
}

/** Nothing of a unit test depends on real time: its samples carry their own. */
const STANDING_CLOCK: Clock = { wallMs: () => 0, monotonicMs: () => 0, setTimer: () => () => {} };
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Each series is a source of its own, because a source marks what is missing in a row as stale. */
function loadSeries(tsdb: Tsdb, { labels, points }: SeriesLine, startMs: number, intervalMs: number): void {
  const appender = tsdb.openSource(`input/${labelsKey(labels)}`);
  const slot = appender.slot(labels);
  points.forEach((point, i) => {
    if (point.kind === 'omitted') return;
    const row = appender.begin(startMs + i * intervalMs);
    if (point.kind === 'histogram') row.setHistogram(slot, toFloatHistogram(point.value));
    else if (point.kind === 'float') {
      row.values[slot] = point.value;
      row.state[slot] = SLOT_SAMPLE;
    }
    row.commit();
  });
}

/** Makes a bed; `subqueryStepMs` is the step of subqueries that name none. */
export async function createTestBed(
  test: UnitTest,
  definitions: readonly RuleGroupDefinition[],
  subqueryStepMs: number,
): Promise<TestBed> {
  const tsdb = await openTsdb({
    clock: STANDING_CLOCK,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: NO_LIMIT, maxBytes: NO_LIMIT },
    seriesBudget: 1_000_000,
    flushIntervalMs: 1_000,
  });
  for (const line of test.series) loadSeries(tsdb, line, test.startMs, test.intervalMs);
  const promql = createPromqlEngine(tsdb, { subqueryStepMs });
  const ports = {
    clock: STANDING_CLOCK,
    logger: SILENT_LOGGER,
    query: createRuleQuery(promql),
    history: tsdb,
    appendable: tsdb,
    external: { labels: test.externalLabels, url: test.externalUrl },
  };
  return {
    promql,
    groups: definitions.map((definition) => createRuleGroup(definition, subqueryStepMs, true, ports)),
    close: () => tsdb.close(),
  };
}
