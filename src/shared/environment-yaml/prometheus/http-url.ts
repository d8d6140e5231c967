/** The parts of an http(s) URL. */
export interface HttpUrl {
  readonly scheme: string;
  readonly username: string;
  readonly password: string;
  /** With the port, where one is written. */
  readonly host: string;
  readonly path: string;
  readonly params: ReadonlyMap<string, readonly string[]>;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    // A lone % stands for itself.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Splits an http(s) URL, without checking its host; null for all other texts. */
export function splitHttpUrl(text: string): HttpUrl | null {
  const match = /^(https?):\/\/(?:([^/?#@]*)@)?([^/?#@\s]+)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(text);
  if (match === null) return null;
  const [, scheme = '', user = '', host = '', path = '', query = ''] = match;
  const params = new Map<string, string[]>();
  for (const part of query.split('&').filter((pair) => pair !== '')) {
    const [name = '', value = ''] = part.split(/=(.*)/s);
    params.set(decode(name), [...(params.get(decode(name)) ?? []), decode(value)]);
  }
  const colon = user.indexOf(':');
  return {
    scheme: scheme.toLowerCase(),
    username: decode(colon < 0 ? user : user.slice(0, colon)),
    password: colon < 0 ? '' : decode(user.slice(colon + 1)),
    host,
    path: path === '' ? '/' : path,
    params,
  };
}

/** A query that `splitHttpUrl` reads back; '' for none. */
export function formatQuery(params: readonly (readonly [name: string, value: string])[]): string {
  return params.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
