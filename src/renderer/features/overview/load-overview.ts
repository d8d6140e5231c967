import { labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { request } from '../../ipc/client.ts';
import { findHttpFamilies, requestCounter } from './http-section.ts';
import { listFamilies } from './metric-families.ts';
import { buildOverview, isExposed, type OverviewModel } from './overview-model.ts';

/** Asks the engine what there is and makes Overview of it; null where no series exists yet. */
export async function loadOverview(): Promise<OverviewModel | null> {
  const [metadata, counts] = await Promise.all([
    request('engine.listMetadata'),
    request('engine.queryInstant', {
      expr: `count by (${METRIC_NAME_LABEL}) ({${METRIC_NAME_LABEL}!=""})`,
      atMs: null,
      supersedeKey: null,
    }),
  ]);
  const names = new Map(
    counts.rows.map(({ labels, values }) => [labelValue(labels, METRIC_NAME_LABEL), values[0] ?? 0] as const),
  );
  const families = listFamilies(metadata, names);
  const counter = requestCounter(findHttpFamilies(families));
  const requestLabels =
    counter === null
      ? []
      : await request('engine.listLabelNames', {
          selectors: [counter],
          range: { from: 'now-15m', to: 'now' },
        });
  // Before the first good scrape there are only the series about scraping: nothing to look at yet.
  return families.some(isExposed) ? buildOverview(families, requestLabels) : null;
}
