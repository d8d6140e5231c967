import { Buffer } from 'node:buffer';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { CredentialExpiry, FailureEvidence, ScrapeFailure } from '../../shared/domain/target.ts';
import { formatOfProtocol, type PageFormat, parseContentType } from '../exposition/negotiation.ts';
import { listSentSecrets, needsNoAccess, openAccess } from '../http/access.ts';
import { credentialExpiriesOf } from '../http/expiries.ts';
import type { Clock, HttpClient, HttpHead, Logger, SecretResolver } from '../ports.ts';
import { requireReadableAuthority } from './authority.ts';
import { Deadline } from './deadline.ts';
import { describeBody, NO_TIMINGS, redactHeaders } from './evidence.ts';
import { explainFailure, logUnexpected } from './fetch-failure.ts';
import type { FetchProgress } from './fetch-progress.ts';
import { PageBody, type PageBuffers, unpackBody } from './page-body.ts';
import { followedRedirect } from './redirect.ts';
import { type RequestHeader, scrapeHeaders } from './request-headers.ts';
import { contentTypeFailure, statusFailure } from './response-failure.ts';
import { quoteForeign, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';
import { parseTargetUrl } from './target-address.ts';

/** What fetching needs of the engine. */
export interface FetchContext {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly secrets: SecretResolver;
  readonly buffers: PageBuffers;
  readonly logger: Logger;
  readonly appVersion: string;
}

/** A page or why there is none. Fields are '' or null where the request did not get so far. */
export interface FetchedPage {
  readonly failure: ScrapeFailure | null;
  /** With the page's bytes if `failure` is null; `release` it when they are parsed. */
  readonly body: PageBody | null;
  readonly format: PageFormat;
  /** Media type of the response. */
  readonly contentType: string;
  readonly certificateExpiresAtMs: number | null;
  readonly credentialExpiries: readonly CredentialExpiry[];
  /** Where redirects led to; null where there was none. */
  readonly redirectedTo: string | null;
  /** Ms from the request's start to the headers, null if none came. */
  readonly headersMs: number | null;
  /** What the exchange showed; made only where somebody asks, for a scrape that failed. */
  evidence(): FailureEvidence;
}

const INITIAL_BODY_BYTES = 32 * 1024;
const MAX_REDIRECTS = 5;
/** What is read of the body of a refused response. */
const REFUSED_BODY_BYTES = 16 * 1024;

/** What is the same for all scrapes of an endpoint. */
interface RequestPlan {
  readonly url: URL;
  readonly href: string;
  readonly headers: readonly RequestHeader[];
}

const plans = new WeakMap<Endpoint, RequestPlan>();

function planOf(endpoint: Endpoint, appVersion: string): RequestPlan {
  let plan = plans.get(endpoint);
  if (plan === undefined) {
    const url = parseTargetUrl(endpoint.url);
    requireReadableAuthority(url, endpoint.connection);
    plan = { url, href: url.href, headers: scrapeHeaders(url, endpoint, appVersion) };
    plans.set(endpoint, plan);
  }
  return plan;
}

/**
 * Gets an endpoint's page: one deadline of the scrape timeout over connect, headers and body. Nothing is thrown; a
 * `stop` signal ends it with the failure `canceled`.
 */
export async function fetchPage(
  endpoint: Endpoint,
  context: FetchContext,
  stop: AbortSignal,
): Promise<FetchedPage> {
  const deadline = new Deadline(context.clock, endpoint.scrapeTimeoutMs, stop);
  const startedMs = context.clock.monotonicMs();
  const progress: FetchProgress = {
    access: null,
    redirectedTo: null,
    credentialsRead: false,
    response: null,
    body: null,
    packed: null,
    refusal: null,
    exchange: null,
    sentSecrets: [],
  };
  try {
    const format = await receive(endpoint, context, deadline, progress);
    return outcome(progress, format, null, context.clock.monotonicMs() - startedMs);
  } catch (error) {
    const failure = explainFailure(error, endpoint, progress, deadline.timedOut, stop.aborted);
    logUnexpected(error, failure, endpoint, context.logger);
    const page = outcome(progress, 'text', failure, context.clock.monotonicMs() - startedMs);
    const evidence = page.evidence();
    progress.body?.release();
    return { ...page, body: null, evidence: () => evidence };
  } finally {
    progress.packed?.release();
    deadline.close();
  }
}

function outcome(
  progress: FetchProgress,
  format: PageFormat,
  failure: ScrapeFailure | null,
  totalMs: number,
): FetchedPage {
  const { response, body } = progress;
  return {
    failure,
    body,
    format,
    contentType: parseContentType(response?.headers.get('content-type')).media,
    certificateExpiresAtMs: response?.certificateExpiresAtMs ?? null,
    credentialExpiries: credentialExpiriesOf(progress.access, progress.response),
    redirectedTo: progress.redirectedTo,
    headersMs: response?.headersMs ?? null,
    evidence: () => collectEvidence(progress, totalMs),
  };
}

function collectEvidence(
  { response, body, exchange, sentSecrets }: FetchProgress,
  totalMs: number,
): FailureEvidence {
  const connecting = exchange?.connectTimings() ?? NO_TIMINGS;
  const firstByteMs = response?.headersMs ?? null;
  const page = body?.page();
  const received = page === undefined ? Buffer.alloc(0) : page.bytes.subarray(0, page.end);
  return {
    timings: {
      dnsMs: connecting.dnsMs,
      connectMs: connecting.connectMs,
      tlsMs: connecting.tlsMs,
      firstByteMs,
      bodyMs: firstByteMs === null || body === null ? null : Math.max(0, totalMs - firstByteMs),
    },
    headers: response === null ? [] : redactHeaders(response.headers),
    ...describeBody(received, sentSecrets),
  };
}

/** A keychain may wait for its user for ever; a scrape can't. */
function untilOver<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.guard(() => reject(new Error('aborted')));
    work.then(resolve, reject);
  });
}

async function receive(
  endpoint: Endpoint,
  context: FetchContext,
  deadline: Deadline,
  progress: FetchProgress,
): Promise<PageFormat> {
  const plan = planOf(endpoint, context.appVersion);
  let url = plan.url;
  let isTokenRenewed = false;
  for (let redirects = 0; ; ) {
    await exchangeOnce(endpoint, url, plan, context, deadline, progress);
    const { response, access } = progress;
    if (response?.status === 401 && access?.isRenewable === true && !isTokenRenewed) {
      isTokenRenewed = true;
      access.discardToken();
    } else {
      const next = response === null ? null : followedRedirect(url, response, endpoint.connection);
      if (next === null || ++redirects > MAX_REDIRECTS) break;
      url = next;
      progress.redirectedTo = next.href;
    }
    progress.body?.release();
    Object.assign(progress, { response: null, body: null, refusal: null, exchange: null });
  }
  if (progress.refusal !== null) throw new ScrapeFailedError(progress.refusal);
  const { packed, body } = progress;
  if (packed !== null && body !== null) await unpackBody(packed, body, deadline);
  return formatOf(endpoint, progress.response?.headers.get('content-type')) ?? 'text';
}

async function exchangeOnce(
  endpoint: Endpoint,
  url: URL,
  plan: RequestPlan,
  context: FetchContext,
  deadline: Deadline,
  progress: FetchProgress,
): Promise<void> {
  const { connection } = endpoint;
  let { headers } = plan;
  if (!needsNoAccess(endpoint)) {
    // A redirect keeps to the origin, so what is read for the endpoint's own URL may be sent to this one.
    progress.access = await untilOver(openAccess(endpoint, plan.url, context), deadline);
    progress.sentSecrets = listSentSecrets(progress.access);
    headers = [...headers, ...progress.access.headers];
  }
  progress.credentialsRead = true;
  const exchange = context.http.receive(
    {
      url: url === plan.url ? plan.href : url.href,
      headers,
      connection,
      material: progress.access?.material,
    },
    {
      head(head) {
        progress.response = head;
        progress.refusal = refusalOf(endpoint, url, head);
        if (progress.refusal !== null) {
          progress.body = new PageBody(context.buffers, REFUSED_BODY_BYTES, REFUSED_BODY_BYTES);
          return;
        }
        const encoding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
        const announced = encoding === 'gzip' ? Number.NaN : Number(head.headers.get('content-length'));
        const { bodyBytes } = endpoint.limits;
        const body = new PageBody(context.buffers, bodyBytes, announced > 0 ? announced : INITIAL_BODY_BYTES);
        progress.body = body;
        if (encoding === 'gzip') {
          progress.packed = new PageBody(context.buffers, bodyBytes, INITIAL_BODY_BYTES);
        }
      },
      data: (bytes) => (progress.packed ?? progress.body)?.append(bytes),
    },
  );
  progress.exchange = exchange;
  deadline.guard(() => exchange.cancel());
  await exchange.done;
}

/** How a page is read: by its Content-Type, or else as the endpoint says; null where neither tells. */
function formatOf({ scrape }: Endpoint, contentType: string | undefined): PageFormat | null {
  const { format } = parseContentType(contentType);
  const fallback = scrape.fallbackScrapeProtocol;
  return format ?? (fallback === null ? null : formatOfProtocol(fallback));
}

/** Why the head of a response makes the scrape a failure, or null. */
function refusalOf(endpoint: Endpoint, url: URL, { status, headers }: HttpHead): ScrapeFailure | null {
  const contentType = headers.get('content-type');
  return (
    statusFailure(endpoint, url, status, headers) ??
    (formatOf(endpoint, contentType) === null ? contentTypeFailure(contentType) : null) ??
    encodingFailure(headers.get('content-encoding'))
  );
}

function encodingFailure(header: string | undefined): ScrapeFailure | null {
  const encoding = header?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity' || encoding === 'gzip') return null;
  return scrapeFailure(
    'body',
    'content_encoding',
    `The page is compressed as "${quoteForeign(encoding, 60)}", and only gzip was offered.`,
    'Have the service or the proxy before it send gzip or no compression.',
    200,
  );
}
