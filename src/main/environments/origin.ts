import type { Endpoint } from '../../shared/domain/endpoint.ts';

/** Scheme, host and port of an endpoint's URL, as a secret is bound to it. */
export function originOf(endpoint: Endpoint): string {
  return new URL(endpoint.url).origin;
}
