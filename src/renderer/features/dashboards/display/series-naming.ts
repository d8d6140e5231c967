import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import { formatLabelSet, labelsKey } from '../../../lib/series-names.ts';
import type { PanelQuery } from '../query/plan-queries.ts';

const PLACE = /\{\{([^{}]*)\}\}/g;
const LONE_PLACE = /^\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}$/;

/** A legend with its `{{label}}` places filled; a label that is not there leaves nothing, as Grafana does. */
export function fillLegend(legend: string, labels: LabelSet): string {
  return legend.replaceAll(PLACE, (_, label: string) => labelValue(labels, label.trim()));
}

/** What a series is called where it has to have a name of its own: by its legend, else by its labels. */
export function seriesName(query: PanelQuery, labels: LabelSet): string {
  const filled = query.legend === '' ? '' : fillLegend(query.legend, labels).trim();
  if (filled !== '') return filled;
  return labels.length === 0 ? query.expr : formatLabelSet(labels);
}

/**
 * Labels that charts name and colour a series by: a name given by the legend as the only label, under the legend's own
 * label where it is just `{{label}}`, so that a status or a method has the colour it has on all pages.
 */
export function namingLabels(query: PanelQuery, labels: LabelSet, name: string | null): LabelSet {
  if (name === null && query.legend === '') {
    return labels.filter(([label]) => label !== METRIC_NAME_LABEL || labels.length === 1);
  }
  const lone = name === null ? LONE_PLACE.exec(query.legend)?.[1] : undefined;
  const key = lone !== undefined && labelValue(labels, lone) !== '' ? lone : 'series';
  return [[key, name ?? seriesName(query, labels)]];
}

/** What a series is coloured by: the labels that its legend shows, whatever stands around them; else its own. */
export function seriesColorKey(query: PanelQuery, labels: LabelSet): string {
  const shown = [...query.legend.matchAll(PLACE)].map(([, label = '']) => label.trim());
  const told = labels.filter(([label]) => shown.includes(label));
  if (told.length > 0) return labelsKey(told);
  return query.legend === '' ? labelsKey(labels) : seriesName(query, labels);
}
