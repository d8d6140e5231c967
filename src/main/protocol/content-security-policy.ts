/** The word in index.html that each load's nonce takes the place of. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * The policy of one load: nothing remote, nothing inline but styles that carry the load's nonce. A violation tells the
 * first letters of what was refused, so that it can be found.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'report-sample'",
    `style-src 'self' 'nonce-${nonce}' 'report-sample'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
