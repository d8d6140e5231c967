import type { LabelSet } from '../../../shared/domain/series.ts';
import { compareLabels } from '../../model/labels.ts';
import type { AggregationPlan } from '../plan.ts';
import { ACCUMULATORS, type Accumulator } from './accumulators.ts';
import { aggregateHistograms, floatSteps } from './aggregate-histograms.ts';
import { Groups } from './grouping.ts';
import type { QueryContext } from './query-context.ts';
import { countSamples, pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** What is known of a group so far. */
interface Group {
  readonly labels: LabelSet;
  /** The labels of its first series. */
  first: LabelSet;
  readonly floats: Accumulator;
  /** The series that have histograms, whose floats are accumulated too. */
  readonly withHistograms: VectorSeries[];
  dropName: boolean;
}

/** The aggregations that make one series of each group and take its series in one by one. */
export class Aggregation {
  readonly #plan: AggregationPlan;
  readonly #stepCount: number;
  readonly #context: QueryContext;
  readonly #groups: Groups<Group>;
  /** What only counts samples does not ask for their kind. */
  readonly #asksKind: boolean;
  /** The result of one step is in the order of the groups' first series, in whatever order they come. */
  readonly #ordersGroups: boolean;

  constructor(plan: AggregationPlan, stepCount: number, context: QueryContext) {
    const createAccumulator = ACCUMULATORS.get(plan.op);
    if (createAccumulator === undefined) throw new Error(`no such aggregation: ${plan.op}`);
    this.#plan = plan;
    this.#stepCount = stepCount;
    this.#context = context;
    this.#ordersGroups = stepCount === 1;
    this.#asksKind = plan.op !== 'count' && plan.op !== 'group';
    this.#groups = new Groups<Group>(plan.grouping, plan.without, (labels, first) => {
      context.hold(stepCount);
      return { labels, first, floats: createAccumulator(stepCount), withHistograms: [], dropName: false };
    });
  }

  /** Takes a series in; only what it has of histograms is kept. */
  add(series: VectorSeries): void {
    const { labels, dropName, values, present, histograms } = series;
    const group = this.#groups.find(labels);
    group.dropName ||= dropName;
    if (this.#ordersGroups && compareLabels(labels, group.first) < 0) group.first = labels;
    if (histograms === null || !this.#asksKind) {
      group.floats.add(values, present);
      return;
    }
    group.floats.add(values, floatSteps(series));
    this.#context.hold(countSamples(series));
    group.withHistograms.push({ ...series, present: present?.slice() ?? null });
  }

  async finish(): Promise<VectorValue> {
    const result: VectorSeries[] = [];
    const groups = this.#groups.list();
    const ordered = this.#ordersGroups ? groups.toSorted((a, b) => compareLabels(a.first, b.first)) : groups;
    for (const { labels, floats, withHistograms, dropName } of ordered) {
      const builder = new SeriesBuilder(this.#stepCount);
      floats.finish(builder);
      if (withHistograms.length > 0) {
        await aggregateHistograms(
          this.#plan.op,
          withHistograms,
          builder,
          this.#context,
          this.#plan.expr.range,
        );
      }
      pushSeries(result, builder.finish(labels, dropName));
    }
    return { kind: 'vector', series: result };
  }
}
