import { createRuleQuery } from '../engine-rule-query.ts';
import { labelsKey } from '../model/labels.ts';
import type { Clock, Logger } from '../ports.ts';
import { toFloatHistogram } from '../promql/histogram/sparse-histogram.ts';
import { createPromqlEngine, type PromqlEngine } from '../promql/promql-engine.ts';
import type { RuleGroupDefinition } from '../rules/definition.ts';
import { createRuleGroup, type RuleGroup } from '../rules/rule-group.ts';
import { SLOT_SAMPLE } from '../storage.ts';
import { openTsdb, type Tsdb } from '../tsdb/tsdb.ts';
import { parseSeriesLine, type SeriesLine } from './series-notation.ts';
import type { UnitTest } from './unit-test-file.ts';

/** The engine's store, queries and rules, with the series of one unit test in them. */
export interface TestBed {
  readonly promql: PromqlEngine;
  readonly groups: readonly RuleGroup[];
  close(): Promise<void>;
}

/** Nothing of a unit test depends on real time: its samples carry their own. */
const STANDING_CLOCK: Clock = { wallMs: () => 0, monotonicMs: () => 0, setTimer: () => () => {} };
const SILENT_LOGGER: Logger = { debug() {}, info() {}, warn() {}, error() {} };
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

/** Makes a bed; `subqueryStepMs` is the step of subqueries that name none. Throws for series that can't be read. */
export async function createTestBed(
  test: UnitTest,
  definitions: readonly RuleGroupDefinition[],
  subqueryStepMs: number,
  experimental: boolean,
): Promise<TestBed> {
  // Of lines for the same series the last one counts, as in promtool.
  const lines = new Map<string, SeriesLine>();
  for (const { series, values } of test.series) {
    const line = parseSeriesLine(`${series} ${values}`);
    lines.set(labelsKey(line.labels), line);
  }
  const tsdb = await openTsdb({
    clock: STANDING_CLOCK,
    logger: SILENT_LOGGER,
    directory: null,
    retention: { maxAgeMs: NO_LIMIT, maxBytes: NO_LIMIT },
    seriesBudget: 1_000_000,
    flushIntervalMs: 1_000,
  });
  for (const line of lines.values()) loadSeries(tsdb, line, test.startMs, test.intervalMs);
  const promql = createPromqlEngine(tsdb, { subqueryStepMs, experimental });
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
