import type { QueryAnnotation, QueryStats } from '../../shared/domain/query.ts';
import type { RuleGroupView } from '../../shared/domain/rule.ts';
import type { LabelSet, MetricMetadata } from '../../shared/domain/series.ts';
import type { QueryServer, ServerStatus } from '../../shared/domain/server.ts';
import type { TargetView } from '../../shared/domain/target.ts';
import { compareLabels, labelsKey } from '../model/labels.ts';
import type { Clock } from '../ports.ts';
import type { QuerySource, SourceFilter } from '../query-source.ts';
import { findPosition } from './api-error.ts';
import { askFacts, type ServerFacts } from './capabilities.ts';
import { decodeInstant, decodeRange } from './decode-result.ts';
import { labelsOf, listOf, textOf } from './decode-sample.ts';
import { decodeMetadata, decodeRuleGroups, decodeTargets } from './decode-views.ts';
import { pathOfLabelName } from './label-path.ts';
import { type ApiAnswer, ServerApi } from './server-api.ts';
import type { ServerRequest, ServerTransport } from './server-transport.ts';

type Form = ServerRequest['form'];

/** What matches every series: the API wants a selector. */
const ANY_SERIES = '{__name__=~".+"}';

/** A server as a source of queries, and of what it says of its targets and rules. */
export interface ServerSource extends QuerySource {
  readonly server: QueryServer;
  /** What is known by now; asks nothing. */
  status(): ServerStatus;
  /** Asks the server what it is. Rejects with an AppError where it can't be reached. */
  probe(): Promise<void>;
  /** Empty where the server has no such route. */
  listTargets(): Promise<readonly TargetView[]>;
  listRuleGroups(): Promise<readonly RuleGroupView[]>;
  /** Ends all requests under way. */
  close(): void;
}

function seconds(ms: number): string {
  return String(ms / 1000);
}

function annotationsOf({ warnings, infos }: ApiAnswer, expr: string): QueryAnnotation[] {
  const place = (kind: QueryAnnotation['kind'], message: string): QueryAnnotation => {
    const position = findPosition(message, expr);
    return { kind, message, start: position?.start ?? -1, end: position?.end ?? -1 };
  };
  return [
    ...warnings.map((message) => place('warning', message)),
    ...infos.map((message) => place('info', message)),
  ];
}

/** Hands each expression to the server as it is: what is there to be joined and summed stays there. */
export function createServerSource(
  server: QueryServer,
  transport: ServerTransport,
  clock: Clock,
): ServerSource {
  const api = new ServerApi(server, transport);
  const closing = new AbortController();
  let facts: ServerFacts = { flavor: 'other', version: '', seriesCount: null, retention: '' };

  async function timed<T>(
    path: string,
    form: Form,
    expr: string,
    signal: AbortSignal,
    decode: (data: unknown) => T,
    listOwn: (decoded: T) => readonly { readonly values: Float64Array }[],
  ): Promise<T & { readonly annotations: readonly QueryAnnotation[]; readonly stats: QueryStats }> {
    const startedMs = clock.monotonicMs();
    const answer = await api.ask(path, form, AbortSignal.any([signal, closing.signal]), expr);
    const decoded = decode(answer.data);
    const series = listOwn(decoded);
    const stats = {
      seriesCount: series.length,
      samplesRead: series.reduce((sum, { values }) => sum + values.length, 0),
      evaluationMs: clock.monotonicMs() - startedMs,
    };
    return { ...decoded, annotations: annotationsOf(answer, expr), stats };
  }

  function windowOf({ selectors, startMs, endMs }: SourceFilter, fallback: readonly string[]): Form {
    const matches = selectors.length === 0 ? fallback : selectors;
    return [
      ...matches.map((selector) => ['match[]', selector] as const),
      ['start', seconds(startMs)],
      ['end', seconds(endMs)],
    ];
  }

  return {
    server,
    evaluateRange: ({ expr, startMs, endMs, stepMs, lookbackDeltaMs }, signal) => {
      // Prometheus knows the one, VictoriaMetrics the other; each leaves the other's alone.
      const lookback: Form =
        lookbackDeltaMs === undefined
          ? []
          : [
              ['lookback_delta', seconds(lookbackDeltaMs)],
              ['max_lookback', `${lookbackDeltaMs}ms`],
            ];
      const form: Form = [
        ['query', expr],
        ['start', seconds(startMs)],
        ['end', seconds(endMs)],
        ['step', seconds(stepMs)],
        ...lookback,
      ];
      const grid = { startMs, endMs, stepMs };
      return timed(
        '/api/v1/query_range',
        form,
        expr,
        signal,
        (data) => decodeRange(data, grid),
        ({ series }) => series,
      );
    },
    evaluateInstant: ({ expr, atMs }, signal) => {
      const form: Form = [
        ['query', expr],
        ['time', seconds(atMs)],
      ];
      return timed(
        '/api/v1/query',
        form,
        expr,
        signal,
        (data) => decodeInstant(data, atMs),
        ({ rows }) => rows,
      );
    },
    async listSeries(filter) {
      const { data } = await api.ask('/api/v1/series', windowOf(filter, [ANY_SERIES]), closing.signal);
      const found = listOf(data, 'the series').map(labelsOf);
      const unique = new Map<string, LabelSet>(found.map((labels) => [labelsKey(labels), labels]));
      return [...unique.values()].sort(compareLabels);
    },
    async listLabelNames(filter) {
      const { data } = await api.ask('/api/v1/labels', windowOf(filter, []), closing.signal);
      return listOf(data, 'the label names').map(textOf).sort();
    },
    async listLabelValues(name, filter) {
      const path = `/api/v1/label/${pathOfLabelName(name)}/values`;
      const { data } = await api.get(path, windowOf(filter, []), closing.signal);
      return listOf(data, 'the label values').map(textOf).sort();
    },
    async listMetadata(): Promise<readonly MetricMetadata[]> {
      const answer = await api.getIfThere('/api/v1/metadata', [], closing.signal);
      return answer === null ? [] : decodeMetadata(answer.data);
    },
    async listTargets() {
      const answer = await api.getIfThere('/api/v1/targets', [['state', 'active']], closing.signal);
      return answer === null ? [] : decodeTargets(answer.data, server);
    },
    async listRuleGroups() {
      const answer = await api.getIfThere('/api/v1/rules', [], closing.signal);
      return answer === null ? [] : decodeRuleGroups(answer.data, server);
    },
    async probe() {
      facts = await askFacts(api, closing.signal);
    },
    status() {
      const { expiries, ...health } = api.health;
      return { id: server.id, name: server.name, ...health, ...expiries, ...facts };
    },
    close: () => closing.abort(),
  };
}
