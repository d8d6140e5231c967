import { type LabelPair, type LabelSet, METRIC_NAME_LABEL } from '../../shared/domain/series.ts';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Backslashes, quotes and line breaks escaped, as in label values and HELP texts. */
export function escapeText(text: string): string {
  return /[\\"\n]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : text;
}

/** A metric's name as it stands in a comment line: quoted where it needs to be. */
export function metaName(name: string): string {
  return METRIC_NAME.test(name) ? name : `"${escapeText(name)}"`;
}

/** A series up to the blank before its value; `le` or `quantile`, where there is one, stands last. */
export function seriesText(labels: LabelSet): string {
  let name = '';
  const parts: string[] = [];
  const last: string[] = [];
  for (const pair of labels) {
    if (pair[0] === METRIC_NAME_LABEL) name = pair[1];
    else (pair[0] === 'le' || pair[0] === 'quantile' ? last : parts).push(labelText(pair));
  }
  parts.push(...last);
  if (!METRIC_NAME.test(name)) return `{${[`"${escapeText(name)}"`, ...parts].join(',')}} `;
  return parts.length === 0 ? `${name} ` : `${name}{${parts.join(',')}} `;
}

function labelText([name, value]: LabelPair): string {
  return `${LABEL_NAME.test(name) ? name : `"${escapeText(name)}"`}="${escapeText(value)}"`;
}

/** Labels as they stand between braces. */
export function labelsText(labels: LabelSet): string {
  return labels.map(labelText).join(',');
}

/** A sample's value in the shortest form that reads back as the same double. */
export function valueText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/**
 * Milliseconds as seconds. A reader multiplies by 1000 and cuts off what is behind the point (Prometheus does), which
 * may be a millisecond less for a few times; those get a digit more.
 */
export function timestampText(ms: number): string {
  const text = String(ms / 1000);
  return Math.trunc(Number(text) * 1000) === ms ? text : `${(ms / 1000).toFixed(3)}1`;
}
