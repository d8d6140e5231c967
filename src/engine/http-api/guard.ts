import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { ErrorType } from './reply.ts';

/** Why a request is not answered. */
export interface Refusal {
  readonly type: ErrorType;
  readonly message: string;
}

/** Whether a name or literal address is this computer. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

function hostname(authority: string): string {
  return URL.canParse(`http://${authority}`) ? new URL(`http://${authority}`).hostname : '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Says who may ask. While the server listens on loopback the Host header must name loopback, so that a page whose name
 * was pointed at 127.0.0.1 reads nothing; pages of other origins are refused in any case, and a token, where there is
 * one, is compared in constant time.
 */
export function createGuard(
  listensOnLoopback: boolean,
  token: string | null,
): (request: IncomingMessage) => Refusal | null {
  const expected = token === null ? null : digest(`Bearer ${token}`);
  return ({ headers }) => {
    if (listensOnLoopback && !isLoopback(hostname(headers.host ?? ''))) {
      return {
        type: 'forbidden',
        message: 'The Host header must name this computer: localhost or 127.0.0.1.',
      };
    }
    const site = headers['sec-fetch-site'];
    const isForeign =
      headers.origin !== undefined &&
      hostname(headers.origin.replace(/^https?:\/\//, '')) !== hostname(headers.host ?? '');
    if (isForeign || site === 'cross-site' || site === 'same-site') {
      return { type: 'forbidden', message: 'Pages of other sites are not answered.' };
    }
    if (expected !== null && !timingSafeEqual(digest(headers.authorization ?? ''), expected)) {
      return { type: 'unauthorized', message: 'A bearer token is needed: Authorization: Bearer <token>.' };
    }
    return null;
  };
}
