import type { VariableHost } from '../../../../shared/dashboards/variables/resolve-variables.ts';
import type { VariableRequest } from '../../../../shared/dashboards/variables/variable-query.ts';
import { METRIC_NAME_LABEL } from '../../../../shared/domain/series.ts';
import type { TimeRange } from '../../../../shared/domain/time-range.ts';
import { request } from '../../../ipc/client.ts';
import { compileRe2 } from '../../../lib/re2-search.ts';
import { formatLabelSet } from '../../../lib/series-names.ts';

function asSelectors(selector: string | null): string[] {
  return selector === null ? [] : [selector];
}

async function answer(
  asked: VariableRequest,
  range: TimeRange,
  environmentName: string,
): Promise<readonly string[]> {
  switch (asked.kind) {
    case 'labelValues':
      return request('engine.listLabelValues', {
        name: asked.label,
        filter: { selectors: asSelectors(asked.selector), range },
      });
    case 'labelNames':
      return request('engine.listLabelNames', { selectors: asSelectors(asked.selector), range });
    case 'metricNames': {
      const search = compileRe2(asked.pattern, '');
      const names = await request('engine.listLabelValues', {
        name: METRIC_NAME_LABEL,
        filter: { selectors: [], range },
      });
      return names.filter((name) => search(name).length > 0);
    }
    case 'series': {
      const series = await request('engine.listSeries', { selectors: [asked.selector], range });
      return series.map(formatLabelSet);
    }
    case 'queryResult': {
      const { rows } = await request('engine.queryInstant', {
        expr: asked.expr,
        atMs: null,
        supersedeKey: null,
      });
      return rows.map((row) => {
        const last = row.values.length - 1;
        return `${formatLabelSet(row.labels)} ${row.values[last]} ${row.times[last]}`;
      });
    }
    case 'datasources':
      return [environmentName];
  }
}

/** Answers what variables ask from the open environment, over a time range. */
export function createVariableHost(range: TimeRange, environmentName: string): VariableHost {
  return {
    answer: (asked) => answer(asked, range, environmentName),
    compileRegex: compileRe2,
  };
}
