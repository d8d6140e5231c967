import type { LabelPair, LabelSet } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import { addHistograms, subtractHistograms } from '../promql/histogram/arithmetic.ts';
import type { SparseHistogram } from '../promql/histogram/sparse-histogram.ts';
import { unquoteString } from '../promql/parse/literals.ts';
import { parseHistogramLiteral } from './histogram-literal.ts';
import { parseNumber } from './number-literal.ts';

/** A point of a series line; `hintStated` says that a histogram's counter reset hint was written out. */
export type Point =
  | { readonly kind: 'omitted' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'histogram'; readonly value: SparseHistogram; readonly hintStated: boolean };

/** A line of the script that defines a series: labels and points. */
export interface SeriesLine {
  readonly labels: LabelSet;
  readonly points: readonly Point[];
}

const NAME = /^[A-Za-z_:][\w:]*/;
const LABEL =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|([A-Za-z_]\w*))\s*(?:=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`))?\s*(,|\})/y;

/** Labels at the start of a line, and where they end. Throws for what is none. */
export function parseSeriesLabels(line: string): { labels: LabelSet; end: number } {
  const pairs: LabelPair[] = [];
  const name = NAME.exec(line)?.[0] ?? '';
  if (name !== '') pairs.push(['__name__', name]);
  let end = name.length;
  const brace = /^\s*\{(?!\{)/.exec(line.slice(end));
  if (brace !== null) {
    end += brace[0].length;
    const empty = /^\s*\}/.exec(line.slice(end));
    if (empty !== null) return { labels: createLabels(pairs), end: end + empty[0].length };
    for (;;) {
      LABEL.lastIndex = end;
      const match = LABEL.exec(line);
      if (match === null) throw new Error(`bad labels: ${line}`);
      const [, quoted, bare, value, separator] = match;
      end = LABEL.lastIndex;
      if (value === undefined) pairs.push(['__name__', unquote(quoted ?? '')]);
      else pairs.push([bare ?? unquote(quoted ?? ''), unquote(value)]);
      const closing = /^\s*\}/.exec(line.slice(end));
      if (separator === '}') break;
      if (closing !== null) {
        end += closing[0].length;
        break;
      }
    }
  } else if (name === '') throw new Error(`bad series: ${line}`);
  return { labels: createLabels(pairs), end };
}

function unquote(text: string): string {
  const value = unquoteString(text);
  if (value === null) throw new Error(`bad string: ${text}`);
  return value;
}

/** A whole line: labels, then points. */
export function parseSeriesLine(line: string): SeriesLine {
  const { labels, end } = parseSeriesLabels(line);
  return { labels, points: parsePoints(line.slice(end)) };
}

const ITEM = /(?:\{\{.*?\}\}|[^\s{])+/g;
const NUMBER = String.raw`(?:0x[\da-f]*[a-f][\da-f]*|inf|nan|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)`;
const FLOAT_ITEM = new RegExp(`^([+-]?${NUMBER})(?:([+-]${NUMBER}))?(?:x(\\d+))?$`, 'i');
const HISTOGRAM_ITEM = /^(\{\{.*?\}\})(?:([+-])(\{\{.*?\}\}))?(?:x(\d+))?$/;

/** Points separated by blanks. Throws for a bad one. */
function parsePoints(text: string): Point[] {
  return (text.match(ITEM) ?? []).flatMap(parseItem);
}

function parseItem(item: string): Point[] {
  const omitted = /^_(?:x(\d+))?$/.exec(item);
  if (omitted !== null) return repeat({ kind: 'omitted' }, Number(omitted[1] ?? 1));
  const stale = /^stale(?:x(\d+))?$/.exec(item);
  if (stale !== null) return repeat({ kind: 'stale' }, stale[1] === undefined ? 1 : Number(stale[1]) + 1);
  const histogram = HISTOGRAM_ITEM.exec(item);
  if (histogram !== null) {
    const [, base = '', sign, increment, times] = histogram;
    return histogramPoints(base, sign, increment, times === undefined ? 0 : Number(times));
  }
  const float = FLOAT_ITEM.exec(item);
  if (float === null) throw new Error(`bad point: ${item}`);
  const [, base = '', increment, times] = float;
  const points: Point[] = [];
  let value = parseNumber(base);
  const step = increment === undefined ? 0 : parseNumber(increment);
  for (let i = 0; i <= Number(times ?? 0); i++) {
    points.push({ kind: 'float', value });
    if (increment !== undefined) value += step;
  }
  return points;
}

function repeat(point: Point, times: number): Point[] {
  return Array.from({ length: times }, () => point);
}

function histogramPoints(
  base: string,
  sign: string | undefined,
  increment: string | undefined,
  times: number,
): Point[] {
  const first = parseHistogramLiteral(base);
  const step = increment === undefined ? null : parseHistogramLiteral(increment);
  const hintStated = (step ?? first).hintStated;
  const points: Point[] = [];
  let value = first.histogram;
  for (let i = 0; i <= times; i++) {
    points.push({ kind: 'histogram', value, hintStated });
    if (step === null) continue;
    const combine = sign === '-' ? subtractHistograms : addHistograms;
    const next = combine(value, step.histogram);
    if (next === null) throw new Error(`histograms don't fit: ${base}${sign}${increment}`);
    value = next.histogram;
  }
  return points;
}
