import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import type { RangeResult, RangeSeries } from '../../../../shared/domain/query.ts';
import { type LabelSet, labelValue } from '../../../../shared/domain/series.ts';
import type { Region } from '../../../charts/plot.ts';
import { toneOf } from '../display/field-color.ts';
import { fillLegend } from '../display/series-naming.ts';

/** More marks than these hide the lines; the latest are drawn. */
const MAX_MARKS = 200;

/** Marks come from a PromQL query: not those that a Grafana server keeps, nor those of another kind of source. */
export function isQuery(annotation: DashboardAnnotation): boolean {
  const { expr, builtIn, datasource } = annotation;
  const type =
    typeof datasource === 'object' && datasource !== null && 'type' in datasource
      ? datasource.type
      : undefined;
  const isPrometheus = type === undefined || type === 'prometheus' || String(type).startsWith('$');
  return builtIn !== true && isPrometheus && expr !== undefined && expr.trim() !== '';
}

function labelOf(annotation: DashboardAnnotation, labels: LabelSet): string {
  const title = fillLegend(annotation.titleTemplate ?? '', labels).trim();
  const text = fillLegend(annotation.textTemplate ?? '', labels).trim();
  const tags = (annotation.tagLabels ?? '')
    .split(',')
    .map((label) => labelValue(labels, label.trim()))
    .filter((tag) => tag !== '');
  const said = [title, text].filter((part) => part !== '').join(': ');
  const tagged = tags.length === 0 ? '' : ` [${tags.join(', ')}]`;
  return `${said === '' ? annotation.name : said}${tagged}`;
}

function marksOfSeries(
  series: RangeSeries,
  { startMs, stepMs, count }: RangeResult,
  annotation: DashboardAnnotation,
): Region[] {
  const tone = toneOf(annotation.color);
  const label = labelOf(annotation, series.labels);
  const shared = { label, tone: tone === 'bad' || tone === 'warn' ? tone : ('note' as const) };
  const marks: Region[] = [];
  let lastIndex = -2;
  for (let i = 0; i < count; i++) {
    const value = series.values[i] ?? 0;
    if ((series.present !== null && series.present[i] !== 1) || !Number.isFinite(value)) continue;
    // A time of zero and a value of zero both stand for "nothing happened", as in Grafana.
    if (value === 0) continue;
    const atMs = annotation.valueIsTime === true ? Math.floor(value) : startMs + i * stepMs;
    const before = marks.at(-1);
    const goesOn = annotation.valueIsTime === true ? before?.startMs === atMs : lastIndex === i - 1;
    lastIndex = i;
    if (before !== undefined && goesOn) marks[marks.length - 1] = { ...before, endMs: atMs };
    else marks.push({ ...shared, startMs: atMs, endMs: atMs });
  }
  return marks;
}

/**
 * The marks of an annotation query: one where a series has a value other than zero, and one span for steps in a row. A
 * mark at a single step starts and ends at the same ms.
 */
export function annotationMarks(
  annotation: DashboardAnnotation,
  result: RangeResult | null,
): readonly Region[] {
  if (result === null) return [];
  const marks = result.series.flatMap((series) => marksOfSeries(series, result, annotation));
  return marks.sort((a, b) => a.startMs - b.startMs).slice(-MAX_MARKS);
}
