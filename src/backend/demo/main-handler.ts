import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RequestLog } from '../admin/request-log.ts';
import type { LogLine } from '../auth/credential-source.ts';
import { createMetricsEndpoint, type MetricsAuth } from '../endpoint/metrics-endpoint.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { answerWithFault, answerWithOutage } from '../faults/response-faults.ts';
import type { DemoMetrics } from './demo-metrics.ts';

interface MainHandlerParts {
  metrics: DemoMetrics;
  faults: FaultBook;
  requestLog: RequestLog;
  auth: MetricsAuth | 'none';
  log: LogLine | undefined;
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

function observeOwnRequest(
  metrics: DemoMetrics,
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
): void {
  const startedAtMs = performance.now();
  response.once('finish', () => {
    const method = KNOWN_METHODS.has(request.method ?? '') ? request.method! : 'other';
    metrics.requests.inc({ method, route, status: String(response.statusCode) });
    metrics.requestDuration.observe({
      labels: { method, route },
      value: (performance.now() - startedAtMs) / 1000,
    });
  });
}

/** Makes the handler of the service's own listener: `/metrics`, `/healthz`, and the faults in front of them. */
export function createMainHandler({
  metrics,
  faults,
  requestLog,
  auth,
  log,
}: MainHandlerParts): RequestListener {
  const { registry } = metrics;
  const endpoint = createMetricsEndpoint({ registry, auth, log });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0];
    const route = path === '/metrics' || path === '/healthz' ? path : 'other';
    observeOwnRequest(metrics, request, response, route);
    if (answerWithOutage(faults, request, response)) return;
    if (route === '/metrics') {
      if (!(await answerWithFault(faults, { request, response, registry })))
        await endpoint(request, response);
      return;
    }
    response.writeHead(route === '/healthz' ? 200 : 404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(route === '/healthz' ? 'ok\n' : 'There is no such page; see /metrics and /healthz.\n');
  }

  return (request, response) => {
    requestLog.record(request, response);
    answer(request, response).catch((error: unknown) => {
      log?.(`demo service: answering failed: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  };
}
