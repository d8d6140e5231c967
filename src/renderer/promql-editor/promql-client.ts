import type { PrometheusClient } from '@prometheus-io/codemirror-promql';
import type { Matcher } from '@prometheus-io/codemirror-promql/dist/esm/types/matcher';
import { EqlRegex, EqlSingle, Neq, NeqRegex } from '@prometheus-io/lezer-promql';
import { METRIC_NAME_LABEL } from '../../shared/domain/series.ts';
import type { TimeRange } from '../../shared/domain/time-range.ts';
import { request } from '../ipc/client.ts';

interface NamedMetadata {
  readonly type: string;
  readonly help: string;
}

/** What the last hour knows is offered; older names would mostly be dead ones. */
const COMPLETION_RANGE: TimeRange = { from: 'now-1h', to: 'now' };
/** How long an answer serves the next keystrokes. */
const CACHE_MS = 10_000;

/** The grammar's numbers for the operators of a matcher. */
const OPERATORS: ReadonlyMap<number, string> = new Map([
  [EqlSingle, '='],
  [EqlRegex, '=~'],
  [Neq, '!='],
  [NeqRegex, '!~'],
]);

/** Matchers hold their values as they are written, with escapes. */
function selector(metricName: string | undefined, matchers: readonly Matcher[]): string[] {
  const conditions = matchers
    // The label that is being typed says nothing yet.
    .filter(({ value }) => value !== '')
    .map(({ name, type, value }) => `${name}${OPERATORS.get(type) ?? '='}"${value}"`);
  if (metricName === undefined || metricName === '') {
    return conditions.length === 0 ? [] : [`{${conditions.join(',')}}`];
  }
  return [`${metricName}{${conditions.join(',')}}`];
}

/** Feeds completion with the metrics, labels and values of whoever answers the queries; null is the environment's default. */
export function createPromqlClient(getSource: () => string | null = () => null): PrometheusClient {
  const answers = new Map<string, { readonly atMs: number; readonly answer: Promise<unknown> }>();
  function cached<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const key = `${getSource() ?? ''}/${question}`;
    const known = answers.get(key);
    if (known !== undefined && Date.now() - known.atMs < CACHE_MS) return known.answer as Promise<T>;
    const answer = ask();
    answers.set(key, { atMs: Date.now(), answer });
    answer.catch(() => answers.delete(key));
    return answer;
  }
  const labelValues = (name: string, metricName?: string, matchers: Matcher[] = []): Promise<string[]> => {
    const selectors = selector(metricName, matchers);
    return cached(JSON.stringify([name, selectors]), () =>
      request('engine.listLabelValues', {
        name,
        filter: { selectors, range: COMPLETION_RANGE, source: getSource() },
      }),
    );
  };
  return {
    labelNames: (metricName) => {
      const selectors = selector(metricName, []);
      return cached(JSON.stringify(['names', selectors]), () =>
        request('engine.listLabelNames', { selectors, range: COMPLETION_RANGE, source: getSource() }),
      );
    },
    labelValues,
    metricMetadata: () =>
      cached('metadata', async () => {
        const families = await request('engine.listMetadata', { source: getSource() });
        // Built by entries: `__proto__` is a legal name and must not be assigned.
        return Object.fromEntries(
          families.map(({ name, type, help }): [string, NamedMetadata[]] => [name, [{ type, help }]]),
        );
      }),
    series: (metricName, matchers = []) => {
      const selectors = selector(metricName, matchers);
      return cached(JSON.stringify(['series', selectors]), async () => {
        const sets = await request('engine.listSeries', {
          selectors,
          range: COMPLETION_RANGE,
          source: getSource(),
        });
        return sets.map((labels) => new Map(labels));
      });
    },
    metricNames: () => labelValues(METRIC_NAME_LABEL),
    flags: () => Promise.resolve({}),
  };
}
