import type { LabelSet } from '../../../shared/domain/series.ts';
import { compareLabels } from '../../model/labels.ts';
import type { AggregationPlan } from '../plan.ts';
import { BoundedHeap } from './bounded-heap.ts';
import { checkChoiceParameter } from './choice-parameter.ts';
import { Groups } from './grouping.ts';
import type { QueryContext } from './query-context.ts';
import {
  histogramAt,
  isPresent,
  pushSeries,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

/** A series that is among the best at some step. */
interface Candidate {
  readonly labels: LabelSet;
  readonly dropName: boolean;
}

interface Group {
  /** The labels of its first series. */
  first: LabelSet;
  /** The best of each step; null where none is asked for. */
  readonly heaps: readonly (BoundedHeap<Candidate> | null)[];
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return compareLabels(a.labels, b.labels);
}

/**
 * topk and bottomk over series that come one by one, in any order: only the best of each step are kept. Of equal values
 * the first in the order of labels are chosen.
 */
export class TopSelection {
  readonly #plan: AggregationPlan;
  readonly #stepCount: number;
  readonly #context: QueryContext;
  readonly #groups: Groups<Group> | null;

  /** `params` are the numbers of series by step. Throws AppError `execution` for what is no such number. */
  constructor(plan: AggregationPlan, params: Float64Array, context: QueryContext) {
    this.#plan = plan;
    this.#stepCount = params.length;
    this.#context = context;
    const best = plan.op === 'topk' ? 'high' : 'low';
    const createHeap = (param: number): BoundedHeap<Candidate> | null =>
      param < 1 ? null : new BoundedHeap<Candidate>(Math.trunc(param), best, compareCandidates);
    this.#groups = checkChoiceParameter(plan, params, context)
      ? new Groups<Group>(plan.grouping, plan.without, (_, first) => ({
          first,
          heaps: Array.from(params, createHeap),
        }))
      : null;
  }

  /** Takes a series in; its columns are not kept. Throws AppError `limit_exceeded` when too many samples are. */
  add(series: VectorSeries): void {
    if (this.#groups === null) return;
    const group = this.#groups.find(series.labels);
    if (compareLabels(series.labels, group.first) < 0) group.first = series.labels;
    const { values } = series;
    let candidate: Candidate | null = null;
    let added = 0;
    for (let step = 0; step < this.#stepCount; step++) {
      const heap = group.heaps[step] as BoundedHeap<Candidate> | null;
      if (heap === null || !isPresent(series, step)) continue;
      if (histogramAt(series, step) !== null) {
        this.#context.annotations.histogramIgnoredInAggregation(this.#plan.op, this.#plan.range);
        continue;
      }
      const value = values[step] as number;
      if (!heap.accepts(value)) continue;
      candidate ??= { labels: series.labels, dropName: series.dropName };
      const before = heap.size;
      heap.offer(candidate, value);
      added += heap.size - before;
    }
    this.#context.hold(added);
  }

  finish(): VectorValue {
    const groups = (this.#groups?.list() ?? []).toSorted((a, b) => compareLabels(a.first, b.first));
    const chosen = new Map<Candidate, SeriesBuilder>();
    // A query of one step keeps the order in which the samples were chosen.
    for (let step = 0; step < this.#stepCount; step++) {
      for (const { heaps } of groups) {
        for (const { item, value } of heaps[step]?.sorted() ?? []) {
          let builder = chosen.get(item);
          if (builder === undefined) {
            builder = new SeriesBuilder(this.#stepCount);
            chosen.set(item, builder);
          }
          builder.setFloat(step, value);
        }
      }
    }
    const result: VectorSeries[] = [];
    for (const [{ labels, dropName }, builder] of chosen) {
      pushSeries(result, builder.finish(labels, dropName));
    }
    return { kind: 'vector', series: result };
  }
}
