import type { z } from 'zod';
import type { AlertmanagerAlert, AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import type { AlertMatcher, Silence, SilenceDraft } from '../../shared/domain/silence.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, HttpClient, HttpRequest, HttpResponse } from '../ports.ts';
import { type ApiMatcher, apiAlertsSchema, apiSilenceIdSchema, apiSilencesSchema } from './api-schemas.ts';
import type { OutgoingAlert } from './resend.ts';

/** What speaking with an Alertmanager needs. */
export interface AlertmanagerPorts {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly appVersion: string;
  /** What proves who asks. Throws an Error whose message is for the user. */
  authorize(target: AlertmanagerTarget, url: URL): Promise<Pick<HttpRequest, 'headers' | 'material'>>;
}

const MAX_REPLY_BYTES = 64 * 1024 * 1024;
const MAX_MESSAGE = 300;

/** An Alertmanager's v2 API. Failures are AppErrors: `unauthorized`, `timeout`, `unavailable`, `bad_data`, `not_found`. */
export class AlertmanagerClient {
  private readonly target: AlertmanagerTarget;
  private readonly ports: AlertmanagerPorts;

  constructor(target: AlertmanagerTarget, ports: AlertmanagerPorts) {
    this.target = target;
    this.ports = ports;
  }

  async postAlerts(alerts: readonly OutgoingAlert[], stop: AbortSignal): Promise<void> {
    const body = JSON.stringify(alerts.map((alert) => toApiAlert(alert, this.target)));
    await this.ask('POST', 'alerts', stop, body);
  }

  async listAlerts(stop: AbortSignal): Promise<AlertmanagerAlert[]> {
    const found = parseReply(await this.ask('GET', 'alerts', stop), apiAlertsSchema);
    return found.map((alert) => ({
      fingerprint: alert.fingerprint,
      labels: toLabels(alert.labels),
      annotations: toLabels(alert.annotations),
      startsAtMs: Date.parse(alert.startsAt),
      endsAtMs: Date.parse(alert.endsAt),
      updatedAtMs: Date.parse(alert.updatedAt),
      state: alert.status.state,
      silencedBy: alert.status.silencedBy,
      receivers: alert.receivers.map(({ name }) => name),
      generatorUrl: alert.generatorURL ?? '',
    }));
  }

  async listSilences(stop: AbortSignal): Promise<Silence[]> {
    const found = parseReply(await this.ask('GET', 'silences', stop), apiSilencesSchema);
    return found
      .map((silence) => ({
        id: silence.id,
        matchers: silence.matchers.map(fromApiMatcher),
        startsAtMs: Date.parse(silence.startsAt),
        endsAtMs: Date.parse(silence.endsAt),
        updatedAtMs: Date.parse(silence.updatedAt),
        createdBy: silence.createdBy,
        comment: silence.comment,
      }))
      .sort((a, b) => b.endsAtMs - a.endsAtMs);
  }

  /** Makes or changes a silence; a changed one may get another id. */
  async saveSilence(draft: SilenceDraft, stop: AbortSignal): Promise<{ readonly id: string }> {
    const body = JSON.stringify({
      ...(draft.id === null ? {} : { id: draft.id }),
      matchers: draft.matchers.map(toApiMatcher),
      startsAt: new Date(draft.startsAtMs).toISOString(),
      endsAt: new Date(draft.endsAtMs).toISOString(),
      createdBy: draft.createdBy,
      comment: draft.comment,
    });
    const { silenceID } = parseReply(await this.ask('POST', 'silences', stop, body), apiSilenceIdSchema);
    return { id: silenceID };
  }

  async expireSilence(id: string, stop: AbortSignal): Promise<void> {
    await this.ask('DELETE', `silence/${encodeURIComponent(id)}`, stop);
  }

  private async ask(
    method: NonNullable<HttpRequest['method']>,
    route: string,
    stop: AbortSignal,
    body?: string,
  ): Promise<string> {
    const url = new URL(`${this.target.url.replace(/\/+$/, '')}/api/v2/${route}`);
    const deadline = new AbortController();
    const cancel = this.ports.clock.setTimer(this.target.timeoutMs, () => deadline.abort());
    const signal = AbortSignal.any([stop, deadline.signal]);
    try {
      const { headers: credential, material } = await this.ports.authorize(this.target, url);
      signal.throwIfAborted();
      const response = await this.ports.http.request({
        url: url.href,
        method,
        ...(body === undefined ? {} : { body }),
        headers: [
          ['User-Agent', `sextant/${this.ports.appVersion}`],
          ['Accept', 'application/json'],
          ...(body === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
          ...credential,
        ],
        connection: this.target.connection,
        material,
        signal,
      });
      const text = await readText(response);
      if (response.status < 200 || response.status > 299) throw refusal(response.status, text);
      return text;
    } catch (error) {
      throw describeFailure(error, url, deadline.signal.aborted, this.target.timeoutMs);
    } finally {
      cancel();
    }
  }
}

async function readText(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) {
      throw new AppError('limit_exceeded', 'The Alertmanager answered with more than 64 MiB.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the API says is wrong: a JSON string, or {message} as the framework's own checks answer. */
function readMessage(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'string') return body;
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // Proxies answer with pages of their own.
  }
  return '';
}

function refusal(status: number, text: string): AppError {
  const said = readMessage(text).slice(0, MAX_MESSAGE);
  const reason = said === '' ? '' : `: ${said}`;
  switch (status) {
    case 401:
    case 403:
      return new AppError('unauthorized', `The Alertmanager refused the credential (HTTP ${status}).`);
    case 404:
      return new AppError(
        'not_found',
        `The Alertmanager knows no such thing (HTTP 404)${reason}; check the path in its URL.`,
      );
    case 400:
    case 422:
      return new AppError('bad_data', `The Alertmanager refused the request${reason}.`);
    default:
      return new AppError('unavailable', `The Alertmanager answered HTTP ${status}${reason}.`);
  }
}

function describeFailure(error: unknown, url: URL, isLate: boolean, timeoutMs: number): AppError {
  if (error instanceof AppError) return error;
  if (isLate) {
    return new AppError('timeout', `${url.host} did not answer within ${timeoutMs / 1_000} s.`);
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return new AppError(
    'unavailable',
    `${url.host} could not be asked: ${message || code || 'no connection'}.`,
    undefined,
    error,
  );
}

function parseReply<T>(text: string, schema: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new AppError('bad_data', 'The answer is no JSON: there may be no Alertmanager at this URL.');
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_data', 'The answer is not what Alertmanager’s API (v2) promises.');
}

function toLabels(labels: Readonly<Record<string, string>>): LabelSet {
  return Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Labels as JSON; names may be anything, `__proto__` included. */
function fromLabels(labels: LabelSet): Record<string, string> {
  return Object.fromEntries(labels);
}

function toApiAlert(
  alert: OutgoingAlert,
  { externalLabels, externalUrl }: Pick<AlertmanagerTarget, 'externalLabels' | 'externalUrl'>,
): object {
  const known = new Set(alert.labels.map(([name]) => name));
  const labels = [...alert.labels, ...externalLabels.filter(([name]) => !known.has(name))];
  return {
    labels: fromLabels(labels.filter(([, value]) => value !== '')),
    annotations: fromLabels(alert.annotations),
    startsAt: new Date(alert.startsAtMs).toISOString(),
    endsAt: new Date(alert.endsAtMs).toISOString(),
    ...(externalUrl === '' ? {} : { generatorURL: graphUrl(externalUrl, alert.expr) }),
  };
}

/** Prometheus' link to the graph of an expression (strutil.TableLinkForExpression). */
function graphUrl(externalUrl: string, expr: string): string {
  const query = encodeURIComponent(expr).replaceAll('%20', '+');
  return `${externalUrl.replace(/\/+$/, '')}/graph?g0.expr=${query}&g0.tab=1`;
}

function toApiMatcher({ name, type, value }: AlertMatcher): ApiMatcher {
  return { name, value, isRegex: type === '=~' || type === '!~', isEqual: type === '=' || type === '=~' };
}

function fromApiMatcher({ name, value, isRegex, isEqual = true }: ApiMatcher): AlertMatcher {
  const type = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  return { name, type, value };
}
