import { z } from 'zod';

/** A bearer token; with `mayScrape: false` it is known but answered with 403. */
export interface BearerCredential {
  token: string;
  mayScrape?: boolean | undefined;
}

/** A user name (without a colon, RFC 7617) and password; with `mayScrape: false` it is answered with 403. */
export interface BasicCredential {
  username: string;
  password: string;
  mayScrape?: boolean | undefined;
}

/** Everything one source of credentials holds. */
export interface CredentialSet {
  bearer: readonly BearerCredential[];
  basic: readonly BasicCredential[];
}

/** The result of reading a source: a set, or a sentence (without any secret) on why there is none. */
export type CredentialParse = { ok: true; credentials: CredentialSet } | { ok: false; reason: string };

// RFC 6750 section 2.1; anything else could not be sent in an Authorization header.
const BEARER_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

const credentialFile = z.strictObject({
  bearer: z
    .array(z.strictObject({ token: z.string().regex(BEARER_TOKEN), mayScrape: z.boolean().optional() }))
    .default([]),
  basic: z
    .array(
      z.strictObject({
        username: z.string().regex(/^[^:]+$/),
        password: z.string().min(1),
        mayScrape: z.boolean().optional(),
      }),
    )
    .default([]),
});

/** Checks credentials given by a program; throws a TypeError that names the place, never the value. */
export function assertCredentials(credentials: CredentialSet): void {
  const parsed = credentialFile.safeParse(credentials);
  if (parsed.success) return;
  throw new TypeError(`The credential at ${parsed.error.issues[0]?.path.join('.') ?? '?'} is malformed.`);
}

/** Reads bearer tokens separated by white space or commas, as an environment variable holds them. */
export function parseTokenList(text: string): CredentialParse {
  const tokens = text.split(/[\s,]+/).filter((token) => token !== '');
  if (tokens.length === 0) return { ok: false, reason: 'it holds no token' };
  if (!tokens.every((token) => BEARER_TOKEN.test(token)))
    return { ok: false, reason: 'it holds a character that no bearer token has' };
  return { ok: true, credentials: { bearer: tokens.map((token) => ({ token })), basic: [] } };
}

/**
 * Reads a credentials file: a JSON object `{"bearer":[{token,mayScrape?}],"basic":[{username,password,mayScrape?}]}`,
 * or plain bearer tokens, one a line, with `#` comments.
 */
export function parseCredentialFile(text: string): CredentialParse {
  if (!text.trimStart().startsWith('{')) return parseTokenList(text.replace(/^\s*#.*$/gm, ''));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, which may be a secret.
    return { ok: false, reason: 'it is not complete JSON' };
  }
  const parsed = credentialFile.safeParse(json);
  if (!parsed.success)
    return {
      ok: false,
      reason: `the entry at ${parsed.error.issues[0]?.path.join('.') || 'the top'} is malformed`,
    };
  if (parsed.data.bearer.length + parsed.data.basic.length === 0)
    return { ok: false, reason: 'it holds no credential' };
  return { ok: true, credentials: parsed.data };
}
