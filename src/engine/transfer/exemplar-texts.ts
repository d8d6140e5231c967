import type { SeriesExemplars, StoredExemplar } from '../../shared/domain/exemplar.ts';
import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { labelsKey } from '../model/labels.ts';
import type { ExportFamily } from './export-families.ts';
import { labelsText, timestampText, valueText } from './openmetrics-text.ts';

/** Code points of names and values together that OpenMetrics 1.0 allows. */
const LONGEST_LABELS = 128;

/** Whether samples of this name may have exemplars (OpenMetrics 1.0, "Exemplars"). */
function mayHaveExemplars({ type, name: family }: ExportFamily, name: string): boolean {
  if (type === 'counter') return name === `${family}_total`;
  return (type === 'histogram' || type === 'gaugehistogram') && name === `${family}_bucket`;
}

function fits({ labels }: StoredExemplar): boolean {
  let length = 0;
  for (const [name, value] of labels) length += [...name].length + [...value].length;
  return length <= LONGEST_LABELS;
}

/** Hands out the exemplars of one series, each with the first sample that is not before it, one a sample. */
export interface ExemplarCursor {
  /** What stands behind the sample of that time, '' mostly. */
  textAt(atMs: number): string;
}

const NONE: ExemplarCursor = { textAt: () => '' };

/** The exemplars that an export writes, by series. */
export class ExemplarTexts {
  written = 0;
  private readonly bySeries = new Map<string, readonly StoredExemplar[]>();

  constructor(exemplars: readonly SeriesExemplars[]) {
    for (const one of exemplars) {
      const key = labelsKey(one.labels);
      const all = [...(this.bySeries.get(key) ?? []), ...one.exemplars.filter(fits)];
      this.bySeries.set(
        key,
        all.sort((a, b) => a.atMs - b.atMs),
      );
    }
  }

  open(family: ExportFamily, labels: LabelSet): ExemplarCursor {
    if (this.bySeries.size === 0 || !mayHaveExemplars(family, labelValue(labels, METRIC_NAME_LABEL)))
      return NONE;
    const exemplars = this.bySeries.get(labelsKey(labels));
    if (exemplars === undefined) return NONE;
    let next = 0;
    return {
      textAt: (atMs) => {
        const exemplar = exemplars[next];
        if (exemplar === undefined || exemplar.atMs > atMs) return '';
        next++;
        this.written++;
        return ` # {${labelsText(exemplar.labels)}} ${valueText(exemplar.value)} ${timestampText(exemplar.atMs)}`;
      },
    };
  }
}
