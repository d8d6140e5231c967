import type { ConnectionSettings } from '../../shared/domain/connection.ts';
import type { HttpHead } from '../ports.ts';

const STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * Where a response sends a request on to, if it may be followed: the settings say so, and scheme, host and port stay as
 * they are. Nothing that is sent to one origin ever reaches another.
 */
export function followedRedirect(
  url: URL,
  { status, headers }: Pick<HttpHead, 'status' | 'headers'>,
  { followRedirects }: ConnectionSettings,
): URL | null {
  const location = headers.get('location');
  if (!followRedirects || !STATUSES.has(status) || location === undefined) return null;
  if (!URL.canParse(location, url.href)) return null;
  const next = new URL(location, url.href);
  const hasCredentials = next.username !== '' || next.password !== '';
  return next.origin === url.origin && !hasCredentials ? next : null;
}
