import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import type { MetricMetadata } from '../../shared/domain/series.ts';
import { request } from '../ipc/client.ts';
import classes from './PromqlEditor.module.css';

/** The series of one family bear its name with one of these behind it. */
const SERIES_SUFFIX = /_(?:bucket|sum|count|total|created|info)$/;
/** The grammar's node of a metric's name; labels and functions are others. */
const METRIC_NODE = 'Identifier';

function cardOf({ name, type, help, unit }: MetricMetadata): HTMLElement {
  const card = document.createElement('div');
  card.className = classes.hover ?? '';
  const line = (className: string | undefined, text: string): void => {
    const element = card.appendChild(document.createElement('div'));
    element.className = className ?? '';
    element.textContent = text;
  };
  // Broken between its words rather than within one.
  const title = card.appendChild(document.createElement('div'));
  title.className = classes.hoverName ?? '';
  for (const piece of name.split(/(?<=[_:])/)) title.append(piece, document.createElement('wbr'));
  line(classes.hoverType, unit === '' ? type : `${type} · ${unit}`);
  line(undefined, help === '' ? 'The service says nothing of it (no HELP).' : help);
  return card;
}

/** Shows HELP, TYPE and UNIT of the metric that is pointed at, as whoever answers the query tells them. */
export function metricHover(getSource: () => string | null): Extension {
  return hoverTooltip(async (view, pos) => {
    const { from, to, name } = syntaxTree(view.state).resolveInner(pos, 1);
    if (name !== METRIC_NODE) return null;
    const metric = view.state.sliceDoc(from, to);
    let families: readonly MetricMetadata[];
    try {
      families = await request('engine.listMetadata', { source: getSource() });
    } catch {
      // An engine that does not answer says so where results stand.
      return null;
    }
    const of = (wanted: string): MetricMetadata | undefined => families.find((one) => one.name === wanted);
    const found = of(metric) ?? of(metric.replace(SERIES_SUFFIX, ''));
    return found === undefined ? null : { pos: from, end: to, create: () => ({ dom: cardOf(found) }) };
  });
}
