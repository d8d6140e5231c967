import { isIP } from 'node:net';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { LabelSet } from '../../shared/domain/series.ts';
import { createLabels } from '../model/labels.ts';
import { ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

/** The URL of an endpoint; throws ScrapeFailedError `invalid_url`. */
export function parseTargetUrl(text: string): URL {
  const fail = (message: string): never => {
    throw new ScrapeFailedError(
      scrapeFailure(
        'request',
        'invalid_url',
        message,
        'Edit the endpoint: the URL is written like https://host:9090/metrics.',
      ),
    );
  };
  if (!URL.canParse(text)) return fail('The URL of the endpoint cannot be read.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return fail(`The URL begins with "${url.protocol}", and only http: and https: can be scraped.`);
  }
  if (url.username !== '' || url.password !== '') {
    return fail('The URL has a user name or password in it, which are kept as a credential instead.');
  }
  return url;
}

/** Host and port as they are written in the URL: no default port is added or removed, as in Prometheus 3. */
export function instanceOf(url: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url.trim())?.[1] ?? '';
}

/** Labels of all series of a target: `job` is the endpoint's name and `instance` its address unless it names others. */
export function targetLabels(endpoint: Endpoint): LabelSet {
  return createLabels([['job', endpoint.name], ['instance', instanceOf(endpoint.url)], ...endpoint.labels]);
}

/** Whether a host is this machine or in a private network by its name or literal address. */
export function isNearHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  switch (isIP(host)) {
    case 4:
      return /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
    case 6:
      return host === '::1' || /^f[cd]/.test(host) || /^fe[89ab]/.test(host);
    default:
      return false;
  }
}
