import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FailureEvidence, ScrapeTimings } from '../../shared/domain/target.ts';

const HEADERS_KEPT = 40;
const HEADER_LENGTH = 300;
const EXCERPT_BYTES = 2_048;
const HASHED_BYTES = 1_048_576;
const HASH_DIGITS = 16;
const HIDDEN = '(hidden)';

/** Names of headers whose values may let somebody in, or name a session. */
const SECRET_NAME = /cookie|auth|token|secret|session|key|credential|signature/i;

export const NO_TIMINGS: ScrapeTimings = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  bodyMs: null,
};

export const NO_EVIDENCE: FailureEvidence = {
  timings: NO_TIMINGS,
  headers: [],
  bodyBytes: 0,
  bodyHash: '',
  bodyExcerpt: '',
};

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a page.
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

function redactHeader(name: string, value: string): string {
  // A challenge says what is wanted and is no secret; the place of a redirect may carry one behind its path.
  if (name === 'www-authenticate') return printable(value);
  if (name === 'location' || name === 'content-location' || name === 'link') {
    return printable(value.replace(/[?#].*/, '?…'));
  }
  return SECRET_NAME.test(name) ? HIDDEN : printable(value);
}

/** Response headers for people: in their order, shortened, without what may be secret. */
export function redactHeaders(headers: ReadonlyMap<string, string>): [name: string, value: string][] {
  return [...headers]
    .slice(0, HEADERS_KEPT)
    .map(([name, value]) => [
      printable(name).slice(0, HEADER_LENGTH),
      redactHeader(name.toLowerCase(), value).slice(0, HEADER_LENGTH),
    ]);
}

function looksLikeText(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte === 0) return false;
  return true;
}

/** `sentSecrets` are values of the request that a server might have sent back; they are replaced in the excerpt. */
export function describeBody(
  body: Buffer,
  sentSecrets: readonly string[],
): Pick<FailureEvidence, 'bodyBytes' | 'bodyHash' | 'bodyExcerpt'> {
  if (body.length === 0) return { bodyBytes: 0, bodyHash: '', bodyExcerpt: '' };
  const start = body.subarray(0, EXCERPT_BYTES);
  let excerpt = looksLikeText(start) ? printable(start.toString('utf8')) : '';
  for (const secret of sentSecrets) if (secret !== '') excerpt = excerpt.replaceAll(secret, HIDDEN);
  return {
    bodyBytes: body.length,
    bodyHash: createHash('sha256').update(body.subarray(0, HASHED_BYTES)).digest('hex').slice(0, HASH_DIGITS),
    bodyExcerpt: excerpt,
  };
}
