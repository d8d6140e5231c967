import { describe, expect, it } from 'vitest';
import { DEFAULT_CONNECTION, DEFAULT_SCRAPE_LIMITS, type Endpoint } from '../domain/endpoint.ts';
import { DEFAULT_SCRAPE_SETTINGS } from '../domain/scrape-settings.ts';
import { EVENT_NAMES, REQUEST_NAMES } from './channels.ts';
import { EVENTS, REQUESTS } from './contract.ts';

const endpoint: Endpoint = {
  id: 'shop',
  name: 'Shop',
  url: 'https://shop.example:9464/metrics',
  scrapeIntervalMs: 5_000,
  scrapeTimeoutMs: 5_000,
  labels: [],
  scrape: DEFAULT_SCRAPE_SETTINGS,
  auth: { kind: 'basic', username: 'u', passwordRef: 'shop/password' },
  connection: DEFAULT_CONNECTION,
  limits: DEFAULT_SCRAPE_LIMITS,
};

function accepts(change: object): boolean {
  return REQUESTS['endpoints.save'].request.safeParse({ endpoint: { ...endpoint, ...change }, secrets: [] })
    .success;
}

describe('the IPC contract', () => {
  it('has a schema pair for each request name and a schema for each event name, and no other', () => {
    expect(Object.keys(REQUESTS).sort()).toEqual([...REQUEST_NAMES].sort());
    expect(Object.keys(EVENTS).sort()).toEqual([...EVENT_NAMES].sort());
  });

  it('accepts an endpoint', () => {
    expect(accepts({})).toBe(true);
  });

  it.each([
    ['a URL with credentials', { url: 'https://u:p@shop.example/metrics' }],
    ['a URL that is no web address', { url: 'file:///etc/passwd' }],
    ['a relative URL', { url: '/metrics' }],
    ['an id that could leave its folder', { id: '../x' }],
    ['a timeout longer than the interval', { scrapeTimeoutMs: 6_000 }],
    ['an unknown field', { password: 'hunter2' }],
    [
      'a header name that could end the header',
      { auth: { kind: 'header', headerName: 'X-Key\r\n', valueRef: 'r' } },
    ],
  ])('refuses %s', (_, change) => {
    expect(accepts(change)).toBe(false);
  });

  it('lets no request answer with a secret: replies name references only', () => {
    const names = JSON.stringify(Object.keys(REQUESTS));
    expect(names).not.toMatch(/secrets\.(get|read|reveal)/);
  });
});
