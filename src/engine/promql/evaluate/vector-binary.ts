import { type LabelPair, type LabelSet, labelValue } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { createLabels, labelsKey } from '../../model/labels.ts';
import { isArithmetic } from '../ast.ts';
import { formatLabels } from '../format-labels.ts';
import type { BinaryPlan } from '../plan.ts';
import { type ElementOperation, elementOperation } from './element-operation.ts';
import { duplicateLabels, withoutMetadata } from './merge.ts';
import { arithmeticOf, type FloatOperation } from './operators.ts';
import { HISTOGRAM_WORK, type QueryContext } from './query-context.ts';
import { groupBySignature, matchLabels, presenceOf } from './signatures.ts';
import {
  histogramAt,
  isPresent,
  pushSeries,
  SeriesBuilder,
  type VectorSeries,
  type VectorValue,
} from './values.ts';

const NO_SERIES: readonly VectorSeries[] = [];

/** An arithmetic, comparison or trim operator between two vectors, matched by labels. Throws AppError `execution`. */
export function vectorBinary(
  plan: BinaryPlan,
  left: VectorValue,
  right: VectorValue,
  stepCount: number,
  context: QueryContext,
): Promise<VectorValue> {
  return new VectorMatch(plan, stepCount, context).evaluate(left.series, right.series);
}

/** A result in the making; more than one pair of series may give the same labels, at different steps. */
interface Output {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly builder: SeriesBuilder;
}

/** One match group: its series on both sides, and what was matched at which step. */
interface MatchGroup {
  readonly many: readonly VectorSeries[];
  readonly one: readonly VectorSeries[];
  /** Steps at which this group has given a result, or null while that can't collide. */
  readonly matched: Uint8Array | null;
  /** The same by labels of the result, where one side may have many. */
  readonly matchedByLabels: Map<string, Uint8Array> | null;
}

class VectorMatch {
  readonly #plan: BinaryPlan;
  readonly #stepCount: number;
  readonly #context: QueryContext;
  readonly #operate: ElementOperation;
  readonly #arithmetic: FloatOperation | null;
  /** The right side has the many: operands change places before the operator is applied. */
  readonly #isSwapped: boolean;
  readonly #outputs = new Map<string, Output>();

  constructor(plan: BinaryPlan, stepCount: number, context: QueryContext) {
    this.#plan = plan;
    this.#stepCount = stepCount;
    this.#context = context;
    this.#operate = elementOperation(plan.op, context.annotations, plan.range);
    this.#arithmetic = isArithmetic(plan.op) ? arithmeticOf(plan.op) : null;
    this.#isSwapped = plan.matching.group === 'right';
  }

  async evaluate(left: readonly VectorSeries[], right: readonly VectorSeries[]): Promise<VectorValue> {
    const { matching } = this.#plan;
    const [many, one] = this.#isSwapped ? [right, left] : [left, right];
    const manyGroups = groupBySignature(many, matching);
    const oneGroups = groupBySignature(one, matching);
    this.#checkOneSide(oneGroups, many);
    for (const [key, manySeries] of manyGroups) {
      await this.#matchGroup(this.#createGroup(manySeries, oneGroups.get(key) ?? NO_SERIES));
    }
    if (matching.fillLeft !== null) {
      for (const [key, oneSeries] of oneGroups) {
        if (!manyGroups.has(key)) this.#fillMany(this.#createGroup(NO_SERIES, oneSeries));
      }
    }
    const result: VectorSeries[] = [];
    for (const { builder, labels, dropName } of this.#outputs.values()) {
      pushSeries(result, builder.finish(labels, dropName));
    }
    return { kind: 'vector', series: result };
  }

  /** The one side must not have two samples of a group at a step, unless the other side is empty there. */
  #checkOneSide(groups: ReadonlyMap<string, VectorSeries[]>, many: readonly VectorSeries[]): void {
    const { fillLeft, fillRight } = this.#plan.matching;
    let counts: Uint8Array | null = null;
    for (const series of groups.values()) {
      if (series.length < 2) continue;
      counts ??=
        fillLeft === null && fillRight === null
          ? presenceOf(many, this.#stepCount)
          : new Uint8Array(this.#stepCount).fill(1);
      for (let step = 0; step < this.#stepCount; step++) {
        if (counts[step] === 0) continue;
        const present = series.filter((one) => isPresent(one, step));
        if (present.length > 1) throw this.#duplicateOnOneSide(present);
      }
    }
  }

  #duplicateOnOneSide(series: readonly VectorSeries[]): AppError {
    const [first, second] = series as [VectorSeries, VectorSeries];
    const side = this.#isSwapped ? 'left' : 'right';
    const group = formatLabels(matchLabels(second.labels, this.#plan.matching));
    const duplicates = [formatLabels(first.labels), formatLabels(second.labels)].sort().join(', ');
    return new AppError(
      'execution',
      `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: [${duplicates}];many-to-many matching not allowed: matching labels must be unique on one side`,
    );
  }

  #createGroup(many: readonly VectorSeries[], one: readonly VectorSeries[]): MatchGroup {
    const { group, fillLeft } = this.#plan.matching;
    const isSingle = many.length < 2 && one.length < 2 && fillLeft === null;
    return {
      many,
      one,
      matched: isSingle && group === null ? null : new Uint8Array(this.#stepCount),
      matchedByLabels: isSingle || group === null ? null : new Map(),
    };
  }

  async #matchGroup(group: MatchGroup): Promise<void> {
    const { fillLeft, fillRight } = this.#plan.matching;
    for (const many of group.many) {
      for (const one of group.one) {
        const isHeavy = many.histograms !== null || one.histograms !== null;
        const pause = this.#context.pace(this.#stepCount * (isHeavy ? HISTOGRAM_WORK : 1));
        if (pause !== null) await pause;
        this.#matchPair(group, many, one);
      }
      if (fillRight !== null) this.#fillOne(group, many, fillRight);
    }
    if (fillLeft !== null) this.#fillMany(group);
  }

  /** Where `many` has no partner, its partner is the fill value. */
  #fillOne(group: MatchGroup, many: VectorSeries, value: number): void {
    const taken = presenceOf(group.one, this.#stepCount);
    const filled = this.#constantWhere(taken, value, many.labels);
    if (filled !== null) this.#matchPair(group, many, filled);
  }

  /** Where the group gave no result, samples of the one side are matched with the fill value. */
  #fillMany(group: MatchGroup): void {
    const { fillLeft } = this.#plan.matching;
    for (const one of group.one) {
      const taken = (group.matched ?? new Uint8Array(this.#stepCount)).slice();
      const filled = this.#constantWhere(taken, fillLeft as number, one.labels);
      if (filled !== null) this.#matchPair(group, filled, one);
    }
  }

  #constantWhere(taken: Uint8Array, value: number, labels: LabelSet): VectorSeries | null {
    const builder = new SeriesBuilder(this.#stepCount);
    for (let step = 0; step < taken.length; step++) if (taken[step] === 0) builder.setFloat(step, value);
    return builder.finish(matchLabels(labels, this.#plan.matching), false);
  }

  #matchPair(group: MatchGroup, many: VectorSeries, one: VectorSeries): void {
    const output = this.#outputOf(many, one);
    const { builder } = output;
    const arithmetic = this.#arithmetic;
    const floatsOnly = many.histograms === null && one.histograms === null;
    if (arithmetic !== null && floatsOnly && group.matched === null) {
      this.#operateColumns(arithmetic, many, one, builder);
      return;
    }
    const attempted = this.#attemptedOf(group, output);
    for (let step = 0; step < this.#stepCount; step++) {
      if (!isPresent(many, step) || !isPresent(one, step)) continue;
      const manySample = histogramAt(many, step) ?? (many.values[step] as number);
      const oneSample = histogramAt(one, step) ?? (one.values[step] as number);
      const outcome = this.#isSwapped
        ? this.#operate(oneSample, manySample)
        : this.#operate(manySample, oneSample);
      if (outcome === null) continue;
      if (attempted !== null) {
        if (attempted[step] !== 0) throw this.#multipleMatches();
        attempted[step] = 1;
      }
      if (group.matched !== null) group.matched[step] = 1;
      if (!outcome.keep && !this.#plan.returnBool) continue;
      if (builder.present[step] !== 0) throw duplicateLabels();
      if (this.#plan.returnBool) builder.setFloat(step, outcome.keep ? 1 : 0);
      else builder.set(step, outcome.sample);
    }
  }

  #operateColumns(
    operate: FloatOperation,
    many: VectorSeries,
    one: VectorSeries,
    builder: SeriesBuilder,
  ): void {
    const { values, present } = builder;
    const [left, right] = this.#isSwapped ? [one, many] : [many, one];
    for (let step = 0; step < values.length; step++) {
      if (left.present !== null && left.present[step] === 0) continue;
      if (right.present !== null && right.present[step] === 0) continue;
      if (present[step] !== 0) throw duplicateLabels();
      values[step] = operate(left.values[step] as number, right.values[step] as number);
      present[step] = 1;
    }
  }

  #attemptedOf(group: MatchGroup, output: Output): Uint8Array | null {
    if (this.#plan.matching.group === null) return group.matched;
    if (group.matchedByLabels === null) return null;
    const key = labelsKey(output.labels);
    let attempted = group.matchedByLabels.get(key);
    if (attempted === undefined) {
      attempted = new Uint8Array(this.#stepCount);
      group.matchedByLabels.set(key, attempted);
    }
    return attempted;
  }

  #multipleMatches(): AppError {
    const hint =
      this.#plan.matching.group === null
        ? 'many-to-one matching must be explicit (group_left/group_right)'
        : 'grouping labels must ensure unique matches';
    return new AppError('execution', `multiple matches for labels: ${hint}`);
  }

  #outputOf(many: VectorSeries, one: VectorSeries): Output {
    const labels = this.#resultLabels(many.labels, one.labels);
    const key = labelsKey(labels);
    let output = this.#outputs.get(key);
    if (output === undefined) {
      const { op, returnBool } = this.#plan;
      const dropName = returnBool || (!isArithmetic(op) && many.dropName);
      output = { labels, dropName, builder: new SeriesBuilder(this.#stepCount) };
      this.#outputs.set(key, output);
      this.#context.hold(this.#stepCount);
    }
    return output;
  }

  #resultLabels(many: LabelSet, one: LabelSet): LabelSet {
    const { matching, op } = this.#plan;
    let labels = isArithmetic(op) ? withoutMetadata(many) : many;
    if (matching.group === null) {
      labels = labels.filter(([name]) => matching.labels.includes(name) === matching.on);
    }
    if (matching.include.length === 0) return labels;
    const included = matching.include.map((name): LabelPair => [name, labelValue(one, name)]);
    return createLabels([...labels, ...included]);
  }
}
