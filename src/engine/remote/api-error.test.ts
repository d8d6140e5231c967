import { describe, expect, it } from 'vitest';
import { DEFAULT_CONNECTION } from '../../shared/domain/endpoint.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import { errorOfReply, findPosition, isMissingRoute } from './api-error.ts';

const SERVER: QueryServer = {
  id: 's',
  name: 'S',
  url: 'http://s',
  auth: { kind: 'none' },
  connection: DEFAULT_CONNECTION,
  tenant: null,
  queryParams: [],
  timeoutMs: 1_000,
  method: 'post',
};
const REQUEST = { method: 'GET', path: '/api/v1/query', form: [] } as const;
const reply = (status: number, body = '', headers: [string, string][] = []) => ({
  status,
  body,
  headers: new Map(headers),
});

describe('the place of a mistake', () => {
  it.each([
    ['1:5: parse error: unexpected end', 'sum(', { line: 1, column: 5, start: 4, end: 4 }],
    ['invalid parameter "query": 2:3: parse error: x', 'a\n+ b', { line: 2, column: 3, start: 4, end: 5 }],
    ['PromQL info: metric might not be a counter (1:6)', 'rate(b[5m])', { column: 6, start: 5, end: 6 }],
    // Columns count bytes there, and characters here.
    ['1:7: parse error: x', '"ä€" x', { start: 3 }],
  ])('is found in %s', (message, expr, place) => {
    expect(findPosition(message, expr)).toMatchObject(place);
  });

  it.each(['no place', '9:1: parse error: beyond', 'dial tcp 10.0.0.1:9090: refused'])(
    'is not found in %s',
    (message) => {
      expect(findPosition(message, 'up')).toBeNull();
    },
  );
});

describe('an answer that is no success', () => {
  it.each([
    [422, { errorType: 'execution', error: 'many-to-many' }, 'execution'],
    [503, { errorType: 'timeout', error: 'query timed out' }, 'timeout'],
    [500, { errorType: 'internal', error: 'oops' }, 'unavailable'],
    [422, { errorType: '422', error: 'cannot parse' }, 'execution'],
    [429, null, 'limit_exceeded'],
    [403, null, 'unauthorized'],
    [502, null, 'unavailable'],
  ])('of status %i with %j is %s', (status, fault, code) => {
    expect(errorOfReply(SERVER, REQUEST, reply(status), fault, '')).toMatchObject({ code });
  });

  it.each([
    [404, 'page not found', true],
    [405, '', true],
    [501, '', true],
    [400, 'unsupported path requested: "/api/v1/x"', true],
    [400, 'bad', false],
    [500, '', false],
  ])('of status %i with "%s" means a missing route: %s', (status, body, isMissing) => {
    expect(isMissingRoute(reply(status, body), null)).toBe(isMissing);
  });

  it('names the page that a sign-in proxy sent', () => {
    const html = reply(500, '<html>', [['content-type', 'text/html; charset=utf-8']]);
    expect(errorOfReply(SERVER, REQUEST, html, null, '').message).toContain('a web page instead of data');
  });
});
