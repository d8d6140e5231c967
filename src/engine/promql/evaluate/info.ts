import {
  type LabelPair,
  type LabelSet,
  labelValue,
  METRIC_NAME_LABEL,
} from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { createLabels, labelsKey } from '../../model/labels.ts';
import { compileMatcher, type ValuePredicate } from '../../model/matcher.ts';
import { formatLabels } from '../format-labels.ts';
import type { InfoPlan } from '../plan.ts';
import { duplicateLabels } from './merge.ts';
import { HISTOGRAM_WORK, type QueryContext } from './query-context.ts';
import { evaluateSampleTimes } from './select.ts';
import type { StepGrid } from './step-grid.ts';
import { isPresent, pushSeries, SeriesBuilder, type VectorSeries, type VectorValue } from './values.ts';

/** The labels by which a series and an info series belong together. */
const IDENTIFYING_LABELS = ['instance', 'job'] as const;

/** info(): adds the data labels of info metrics to the series of a vector (experimental in Prometheus). */
export async function evaluateInfo(
  plan: InfoPlan,
  base: VectorValue,
  grid: StepGrid,
  context: QueryContext,
): Promise<VectorValue> {
  const isInfoName = plan.nameMatchers.map(compileMatcher);
  const isIgnored = (labels: LabelSet): boolean => {
    const name = labelValue(labels, METRIC_NAME_LABEL);
    return isInfoName.every((matches) => matches(name));
  };
  const enriched = base.series.filter(({ labels }) => !isIgnored(labels));
  for (const { labels, histograms } of context.seriesOf(plan.selection)) {
    if (histograms === null) continue;
    throw new AppError(
      'execution',
      `this should be an info metric, with float samples: ${formatLabels(labels)}`,
    );
  }
  const info = (await evaluateSampleTimes(plan.selection, grid, context)).series;
  const candidates = new InfoCandidates(info, enriched);
  const dataMatchers = plan.dataMatchers.map((matcher) => ({
    name: matcher.name,
    matches: compileMatcher(matcher),
  }));
  const join = new InfoJoin(dataMatchers, grid.count);
  for (const series of base.series) {
    const pause = context.pace(grid.count * HISTOGRAM_WORK);
    if (pause !== null) await pause;
    if (isIgnored(series.labels)) join.copy(series);
    else join.enrich(series, candidates.of(series.labels));
  }
  return join.finish();
}

function signatureOf(labels: LabelSet): string {
  return labelsKey(IDENTIFYING_LABELS.map((name): LabelPair => [name, labelValue(labels, name)]));
}

/** Info series by what identifies them, then by metric. */
class InfoCandidates {
  readonly #bySignature = new Map<string, Map<string, VectorSeries[]>>();

  constructor(info: readonly VectorSeries[], base: readonly VectorSeries[]) {
    const known = IDENTIFYING_LABELS.map((name) => ({
      name,
      values: new Set(base.map(({ labels }) => labelValue(labels, name)).filter((value) => value !== '')),
    }));
    if (known.every(({ values }) => values.size === 0)) return;
    for (const series of info) {
      const { labels } = series;
      if (!known.every(({ name, values }) => values.size === 0 || values.has(labelValue(labels, name))))
        continue;
      const signature = signatureOf(labels);
      const metric = labelValue(labels, METRIC_NAME_LABEL);
      const byMetric = this.#bySignature.get(signature) ?? new Map<string, VectorSeries[]>();
      byMetric.set(metric, [...(byMetric.get(metric) ?? []), series]);
      this.#bySignature.set(signature, byMetric);
    }
  }

  /** For each info metric the series that may describe the one with these labels. */
  of(labels: LabelSet): readonly (readonly VectorSeries[])[] {
    return [...(this.#bySignature.get(signatureOf(labels))?.values() ?? [])];
  }
}

class InfoJoin {
  readonly #dataMatchers: readonly { readonly name: string; readonly matches: ValuePredicate }[];
  readonly #stepCount: number;
  readonly #outputs = new Map<string, { labels: LabelSet; dropName: boolean; builder: SeriesBuilder }>();

  constructor(
    dataMatchers: readonly { readonly name: string; readonly matches: ValuePredicate }[],
    stepCount: number,
  ) {
    this.#dataMatchers = dataMatchers;
    this.#stepCount = stepCount;
  }

  copy(series: VectorSeries): void {
    for (let step = 0; step < this.#stepCount; step++) {
      if (isPresent(series, step)) this.#emit(series, series.labels, step);
    }
  }

  enrich(series: VectorSeries, candidates: readonly (readonly VectorSeries[])[]): void {
    const needsInfo = this.#dataMatchers.some(({ matches }) => !matches(''));
    for (let step = 0; step < this.#stepCount; step++) {
      if (!isPresent(series, step)) continue;
      const found = candidates.map((metric) => newestAt(metric, step)).filter((info) => info !== null);
      if (found.length === 0 && needsInfo) continue;
      this.#emit(series, this.#withInfo(series.labels, found), step);
    }
  }

  #withInfo(base: LabelSet, infos: readonly VectorSeries[]): LabelSet {
    const added = new Map<string, string>();
    const wanted = new Set(this.#dataMatchers.map(({ name }) => name));
    for (const { labels } of infos) {
      for (const [name, value] of labels) {
        if (name === METRIC_NAME_LABEL || (wanted.size > 0 && !wanted.has(name))) continue;
        const known = added.get(name);
        if (known !== undefined && known !== value)
          throw new AppError('execution', `conflicting label: ${name}`);
        if (labelValue(base, name) === '') added.set(name, value);
      }
    }
    return added.size === 0 ? base : createLabels([...base, ...added]);
  }

  #emit(series: VectorSeries, labels: LabelSet, step: number): void {
    const key = labelsKey(labels);
    let output = this.#outputs.get(key);
    if (output === undefined) {
      output = { labels, dropName: series.dropName, builder: new SeriesBuilder(this.#stepCount) };
      this.#outputs.set(key, output);
    }
    if (output.builder.present[step] !== 0) throw duplicateLabels();
    output.builder.copyFrom(step, series);
  }

  finish(): VectorValue {
    const series: VectorSeries[] = [];
    for (const { labels, dropName, builder } of this.#outputs.values()) {
      pushSeries(series, builder.finish(labels, dropName));
    }
    return { kind: 'vector', series };
  }
}

/** Of several info series the one with the newest sample; values are the samples' times. */
function newestAt(series: readonly VectorSeries[], step: number): VectorSeries | null {
  let newest: VectorSeries | null = null;
  for (const one of series) {
    if (!isPresent(one, step)) continue;
    const time = one.values[step] as number;
    const newestTime = newest === null ? Number.NEGATIVE_INFINITY : (newest.values[step] as number);
    if (newest !== null && time === newestTime) {
      throw new AppError(
        'execution',
        `found duplicate series for info metric: existing ${formatLabels(newest.labels)} @ ${newestTime * 1000}, new ${formatLabels(one.labels)} @ ${time * 1000}`,
      );
    }
    if (time > newestTime) newest = one;
  }
  return newest;
}
