import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { ScrapeFailure } from '../../shared/domain/target.ts';
import { parseContentType } from '../exposition/negotiation.ts';
import { proxyFor } from '../http/no-proxy.ts';
import { proxyFailure } from './network-failure.ts';
import { describeAuth } from './request-headers.ts';
import { quoteForeign, scrapeFailure } from './scrape-failure.ts';

/** The schemes of a challenge (RFC 9110 section 11.6.1), shortened for a sentence. */
function challengeSchemes(challenge: string): string {
  const withoutQuoted = challenge.replace(/"(?:\\.|[^"\\])*"/g, '""');
  const schemes = withoutQuoted.matchAll(/(?:^|,)\s*([A-Za-z][A-Za-z0-9-]{0,23})(?=\s+[^\s=]|\s*,|\s*$)/g);
  return [...new Set([...schemes].map((match) => match[1]))].slice(0, 4).join(' or ');
}

function unauthorizedFailure(endpoint: Endpoint, challenge: string | undefined): ScrapeFailure {
  const schemes = challengeSchemes(challenge ?? '');
  const wanted = schemes === '' ? '' : ` and asks for ${schemes}`;
  if (endpoint.auth.kind === 'none') {
    return scrapeFailure(
      'status',
      'unauthorized',
      `The server answered 401 Unauthorized${wanted}: it wants a credential, and none was sent.`,
      'Edit the endpoint and enter a credential.',
      401,
    );
  }
  return scrapeFailure(
    'status',
    'unauthorized',
    `The server answered 401 Unauthorized${wanted}: it did not accept ${describeAuth(endpoint)}.`,
    'Edit the endpoint and enter the credential that the server expects; it may have been changed there.',
    401,
  );
}

function redirectFailure(
  status: number,
  location: string | undefined,
  url: URL,
  { followRedirects }: Endpoint['connection'],
): ScrapeFailure {
  const target =
    location !== undefined && URL.canParse(location, url.href) ? new URL(location, url.href) : null;
  const shown =
    target === null ? 'without saying where' : `to ${target.origin}${quoteForeign(target.pathname)}`;
  const fail = (why: string, remedy: string): ScrapeFailure =>
    scrapeFailure(
      'redirect',
      'redirect',
      `The server answered ${status} and points ${shown}. ${why}`,
      remedy,
      status,
    );
  if (target?.origin === url.origin) {
    return followRedirects
      ? fail('It was followed five times without a page.', 'Look for a loop of redirects in the service.')
      : fail(
          'Redirects are not followed here.',
          "Enter that address as the URL, or let redirects to the same server be followed in the endpoint's connection settings.",
        );
  }
  return fail(
    'Redirects to another server are not followed, so that no credential goes astray.',
    'If the address is right, enter it as the URL of the endpoint; if it is a sign-in page, the credential is not accepted.',
  );
}

/** What is wrong with a status other than 200, which alone is a good scrape. */
export function statusFailure(
  endpoint: Endpoint,
  url: URL,
  status: number,
  headers: ReadonlyMap<string, string>,
): ScrapeFailure | null {
  if (status === 200) return null;
  const proxy = proxyFor(url, endpoint.connection);
  if (status === 407 && proxy !== null) return proxyFailure(proxy.host, status, null);
  if (status === 401) return unauthorizedFailure(endpoint, headers.get('www-authenticate'));
  if (status === 403) {
    return scrapeFailure(
      'status',
      'forbidden',
      endpoint.auth.kind === 'none'
        ? 'The server answered 403 Forbidden, and no credential was sent.'
        : `The server answered 403 Forbidden: it knows who asks (${describeAuth(endpoint)}) but does not let it read metrics.`,
      endpoint.auth.kind === 'none'
        ? 'Enter a credential that may read metrics, or ask whether this computer may.'
        : 'Ask for the right to read metrics, or use another credential.',
      403,
    );
  }
  if (status === 404) {
    return scrapeFailure(
      'status',
      'not_found',
      `The server answered 404 Not Found: there is no page at ${quoteForeign(url.pathname)}.`,
      'Check the path of the URL; metrics are often at /metrics, /actuator/prometheus or /-/metrics.',
      404,
    );
  }
  if (status >= 300 && status < 400 && status !== 304) {
    return redirectFailure(status, headers.get('location'), url, endpoint.connection);
  }
  return scrapeFailure(
    'status',
    'http_status',
    `The server answered with HTTP status ${status} instead of 200.`,
    status >= 500
      ? "Look into the service's log."
      : 'Check the URL, which begins with https:// where the service wants TLS, and what the service expects.',
    status,
  );
}

/** What is wrong with a Content-Type that names no format that is read here. */
export function contentTypeFailure(header: string | undefined): ScrapeFailure | null {
  const { media, format } = parseContentType(header);
  if (format !== null) return null;
  if (media === 'text/html' || media === 'application/xhtml+xml') {
    return scrapeFailure(
      'content_type',
      'html',
      'The server answered with a web page (HTML) instead of metrics.',
      'Check the path of the URL, and whether a sign-in page stands in the way.',
      200,
    );
  }
  const got =
    header === undefined || header.trim() === ''
      ? 'The response has no Content-Type'
      : `The response has the Content-Type "${quoteForeign(header, 80)}"`;
  return scrapeFailure(
    'content_type',
    'content_type',
    `${got}, and without one of text/plain, application/openmetrics-text or application/vnd.google.protobuf it is not known how to read it.`,
    'Have the service send "text/plain; version=0.0.4" with its metrics, or check the URL.',
    200,
  );
}
