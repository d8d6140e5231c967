import { X509Certificate } from 'node:crypto';
import type { ConnectionSettings } from '../../shared/domain/endpoint.ts';
import { ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

/**
 * Throws ScrapeFailedError `tls_failure` where an HTTPS endpoint names an authority that is no PEM certificate: Node
 * would ignore it and then trust nobody, which would look like another mistake.
 */
export function requireReadableAuthority(url: URL, { caPem }: ConnectionSettings): void {
  if (url.protocol !== 'https:' || caPem === null || caPem === '') return;
  try {
    new X509Certificate(caPem);
  } catch {
    throw new ScrapeFailedError(
      scrapeFailure(
        'tls',
        'tls_failure',
        "The authority's certificate in the connection settings cannot be read.",
        'Paste it as PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
      ),
    );
  }
}
