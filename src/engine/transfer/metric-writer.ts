import { labelValue, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import { parseGoFloat } from '../exposition/go-float.ts';
import { createLabels, labelsKey } from '../model/labels.ts';
import type { Pace, SeriesColumns } from '../storage.ts';
import type { ExemplarCursor, ExemplarTexts } from './exemplar-texts.ts';
import type { ExportFamily } from './export-families.ts';
import { escapeText, metaName, seriesText, timestampText, valueText } from './openmetrics-text.ts';
import type { PartialFile } from './partial-file.ts';

/** Counts of what was written and of what was left out. */
export interface WrittenCounts {
  series: number;
  samples: number;
  histogramsLeftOut: number;
  staleMarksLeftOut: number;
}

/** The lines that describe a family, as far as something is known of it. */
function familyHead({ name, type, help, unit }: ExportFamily): string {
  const shown = metaName(name);
  let text = '';
  if (type !== 'unknown') text += `# TYPE ${shown} ${type}\n`;
  if (unit !== '') text += `# UNIT ${shown} ${unit}\n`;
  if (help !== '') text += `# HELP ${shown} ${escapeText(help)}\n`;
  return text;
}

/** Writes series as OpenMetrics: metric by metric, and in each by time (OpenMetrics 1.0, "Text format"). */
export class MetricWriter {
  readonly counts: WrittenCounts = { series: 0, samples: 0, histogramsLeftOut: 0, staleMarksLeftOut: 0 };
  private readonly file: PartialFile;
  private readonly pace: Pace;
  private readonly exemplars: ExemplarTexts;
  private family: ExportFamily | null = null;
  private headIsDue = false;
  private times: Float64Array = new Float64Array(0);
  private timeTexts: string[] = [];

  constructor(file: PartialFile, pace: Pace, exemplars: ExemplarTexts) {
    this.file = file;
    this.pace = pace;
    this.exemplars = exemplars;
  }

  /** What is written next is of this family. */
  begin(family: ExportFamily): void {
    this.family = family;
    this.headIsDue = true;
  }

  async write(columns: readonly SeriesColumns[]): Promise<void> {
    if (this.family === null) throw new Error('a family is begun before its series are written');
    for (const metric of groupByMetric(this.family, columns)) await this.writeMetric(this.family, metric);
  }

  private async writeMetric(family: ExportFamily, metric: readonly SeriesColumns[]): Promise<void> {
    const prefixes = metric.map(({ labels }) => seriesText(labels));
    const exemplars = metric.map(({ labels }) => this.exemplars.open(family, labels));
    const next = new Int32Array(metric.length);
    this.counts.series += metric.length;
    for (;;) {
      let atMs = Number.POSITIVE_INFINITY;
      for (let k = 0; k < metric.length; k++) {
        const time = metric[k]?.times[next[k] as number];
        if (time !== undefined && time < atMs) atMs = time;
      }
      if (atMs === Number.POSITIVE_INFINITY) return;
      let lines = '';
      for (let k = 0; k < metric.length; k++) {
        const column = metric[k] as SeriesColumns;
        const i = next[k] as number;
        if (column.times[i] !== atMs) continue;
        next[k] = i + 1;
        lines += this.line(prefixes[k] as string, column, i, exemplars[k] as ExemplarCursor);
      }
      if (lines !== '' && this.headIsDue) {
        this.headIsDue = false;
        lines = familyHead(family) + lines;
      }
      const written = lines === '' ? null : this.file.write(lines);
      if (written !== null) await written;
      const pause = this.pace(metric.length);
      if (pause !== null) await pause;
    }
  }

  private line(prefix: string, column: SeriesColumns, i: number, exemplars: ExemplarCursor): string {
    if (column.stale !== null && column.stale[i] !== 0) {
      this.counts.staleMarksLeftOut++;
      return '';
    }
    if (column.histograms !== null && column.histograms[i] != null) {
      this.counts.histogramsLeftOut++;
      return '';
    }
    this.counts.samples++;
    const exemplar = exemplars.textAt(column.times[i] as number);
    return `${prefix}${valueText(column.values[i] as number)} ${this.timeText(column.times, i)}${exemplar}\n`;
  }

  /** Many series share one array of times, so that its texts are made once. */
  private timeText(times: Float64Array, i: number): string {
    if (times !== this.times) {
      this.times = times;
      this.timeTexts = [];
    }
    let text = this.timeTexts[i];
    if (text === undefined) {
      text = timestampText(times[i] as number);
      this.timeTexts[i] = text;
    }
    return text;
  }
}

function groupByMetric(family: ExportFamily, columns: readonly SeriesColumns[]): SeriesColumns[][] {
  const metrics = new Map<string, SeriesColumns[]>();
  for (const column of columns) {
    const key = labelsKey(
      createLabels(column.labels.filter(([name]) => name !== METRIC_NAME_LABEL && name !== family.ownLabel)),
    );
    const metric = metrics.get(key);
    if (metric === undefined) metrics.set(key, [column]);
    else metric.push(column);
  }
  const groups = [...metrics.values()];
  for (const group of groups) if (group.length > 1) group.sort((a, b) => compareInMetric(family, a, b));
  return groups;
}

/** Buckets and quantiles ascend; then the order of the family's names. */
function compareInMetric(family: ExportFamily, a: SeriesColumns, b: SeriesColumns): number {
  const byName = rank(family, a) - rank(family, b);
  return byName !== 0 || family.ownLabel === null
    ? byName
    : bound(family.ownLabel, a) - bound(family.ownLabel, b);
}

function rank({ names }: ExportFamily, { labels }: SeriesColumns): number {
  return names.indexOf(labelValue(labels, METRIC_NAME_LABEL));
}

function bound(label: string, { labels }: SeriesColumns): number {
  const value = parseGoFloat(labelValue(labels, label)) ?? Number.MAX_VALUE;
  return value === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : value;
}
