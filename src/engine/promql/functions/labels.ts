import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { AppError } from '../../../shared/errors.ts';
import { matchAndExpand } from '../../model/expand-template.ts';
import { withLabel } from '../../model/labels.ts';
import { compileRe2 } from '../../model/matcher.ts';
import { mergeSameLabels } from '../evaluate/merge.ts';
import type { VectorSeries, VectorValue } from '../evaluate/values.ts';

/** U+FFFD stands where the text was no UTF-8. */
function checkLabelName(name: string, what: 'source' | 'destination', caller: string): void {
  if (name !== '' && !name.includes('\ufffd')) return;
  throw new AppError('execution', `invalid ${what} label name in ${caller}(): ${name}`);
}

/** label_replace(v, dst, replacement, src, regex). Throws AppError `execution` for bad names or patterns. */
export function labelReplace(
  vector: VectorValue,
  destination: string,
  replacement: string,
  source: string,
  pattern: string,
): VectorValue {
  const expand = compileReplacement(pattern, replacement);
  checkLabelName(destination, 'destination', 'label_replace');
  return relabel(vector, destination, (labels) => expand(labelValue(labels, source)));
}

function compileReplacement(pattern: string, replacement: string): (value: string) => string | null {
  let regex: ReturnType<typeof compileRe2>;
  try {
    regex = compileRe2(`^(?s:${pattern})$`);
  } catch {
    throw new AppError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
  return (value) => matchAndExpand(regex, value, replacement)?.[0] ?? null;
}

/** label_join(v, dst, separator, src…). Throws AppError `execution` for bad names. */
export function labelJoin(
  vector: VectorValue,
  destination: string,
  separator: string,
  sources: readonly string[],
): VectorValue {
  for (const source of sources) checkLabelName(source, 'source', 'label_join');
  checkLabelName(destination, 'destination', 'label_join');
  return relabel(vector, destination, (labels) =>
    sources.map((source) => labelValue(labels, source)).join(separator),
  );
}

function relabel(
  vector: VectorValue,
  destination: string,
  valueFor: (labels: LabelSet) => string | null,
): VectorValue {
  const series = vector.series.map((original): VectorSeries => {
    const value = valueFor(original.labels);
    if (value === null) return original;
    // A name that is set here is meant to stay.
    const dropName = destination === METRIC_NAME_LABEL ? false : original.dropName;
    return { ...original, labels: withLabel(original.labels, destination, value), dropName };
  });
  return { kind: 'vector', series: mergeSameLabels(series) };
}
