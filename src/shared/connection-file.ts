import type { EndpointAuth } from './domain/auth.ts';
import { type ConnectionSettings, DEFAULT_CONNECTION } from './domain/connection.ts';

/** The fields that hold something, without those that are null, '' or an empty list. */
function withoutEmpty(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Connection settings as an environment file writes them: what is default is left out, undefined if all is. */
export function toFileConnection(connection: ConnectionSettings): object | undefined {
  const { proxy, headers } = connection;
  const entries = Object.entries({
    ...connection,
    proxy: proxy && withoutEmpty(proxy),
    headers: headers.length === 0 ? DEFAULT_CONNECTION.headers : headers,
  }).filter(([key, value]) => value !== DEFAULT_CONNECTION[key as keyof ConnectionSettings]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A method of authentication as an environment file writes it. */
export function toFileAuth(auth: EndpointAuth): object {
  if (auth.kind !== 'oauth2') return auth;
  const { connection, grant, ...rest } = auth;
  const own = toFileConnection(connection);
  return {
    ...withoutEmpty(rest),
    grant: withoutEmpty(grant),
    ...(own === undefined ? {} : { connection: own }),
  };
}
