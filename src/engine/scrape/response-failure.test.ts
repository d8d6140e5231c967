import { describe, expect, it } from 'vitest';
import { testEndpoint } from '../../../test/support/fake-ports.ts';
import { contentTypeFailure, statusFailure } from './response-failure.ts';

const url = new URL('https://shop.example/metrics?token=canary');

function messageFor(status: number, ...headers: [string, string][]): string | undefined {
  return statusFailure(testEndpoint({ url: url.href }), url, status, new Map(headers))?.message;
}

describe('what a response says is wrong', () => {
  it.each([
    ['Basic realm="a, Digest b", charset="UTF-8", Bearer realm="c"', 'asks for Basic or Bearer:'],
    ['Negotiate, NTLM', 'asks for Negotiate or NTLM:'],
    ['Bearer', 'asks for Bearer:'],
    ['="', '401 Unauthorized:'],
    ['<script>alert(1)</script>', '401 Unauthorized:'],
  ])('names the schemes of the challenge %j', (challenge, expected) => {
    expect(messageFor(401, ['www-authenticate', challenge])).toContain(expected);
  });

  it('shows where a redirect points without its query', () => {
    const message = messageFor(301, ['location', '//other.example/login?next=canary#x']);
    expect(message).toContain('points to https://other.example/login.');
    expect(message).not.toContain('canary');
    expect(messageFor(302)).toContain('without saying where');
    expect(messageFor(302, ['location', 'http://[bad'])).toContain('without saying where');
  });

  it('accepts exactly 200', () => {
    expect(messageFor(200)).toBeUndefined();
    for (const status of [201, 204, 206, 304, 400, 500]) expect(messageFor(status)).toContain(String(status));
  });

  it('puts no control characters of a header into a sentence', () => {
    expect(contentTypeFailure('weird\u001b[31m/\u202etype')?.message).toContain('"weird [31m/ type"');
  });
});
