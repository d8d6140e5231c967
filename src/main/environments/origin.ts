import type { Endpoint } from '../../shared/domain/endpoint.ts';

/** Scheme, host and port of a URL, as a secret is bound to it. */
export function originOf({ url }: Pick<Endpoint, 'url'>): string {
  return new URL(url).origin;
}
