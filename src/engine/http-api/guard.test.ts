import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createGuard, isLoopback } from './guard.ts';

const request = (headers: IncomingHttpHeaders): IncomingMessage => ({ headers }) as IncomingMessage;

describe('createGuard', () => {
  const guard = createGuard(true, null);

  it.each(['localhost', 'localhost:9990', '127.0.0.1:1', '127.8.8.8', '[::1]:9990', 'LOCALHOST'])(
    'lets in who asks for %s',
    (host) => expect(guard(request({ host }))).toBeNull(),
  );

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    '@',
  ])('refuses who asks for %s', (host) =>
    expect(guard(request(host === undefined ? {} : { host }))).toMatchObject({ type: 'forbidden' }),
  );

  it('refuses pages of other origins', () => {
    const host = 'localhost:9990';
    expect(guard(request({ host, origin: 'http://localhost:9990' }))).toBeNull();
    for (const origin of ['https://evil.example', 'null']) {
      expect(guard(request({ host, origin }))).toMatchObject({ type: 'forbidden' });
    }
    expect(guard(request({ host, 'sec-fetch-site': 'cross-site' }))).toMatchObject({ type: 'forbidden' });
    expect(guard(request({ host, 'sec-fetch-site': 'none' }))).toBeNull();
  });

  it('asks for the token, whatever the name, where others may ask too', () => {
    const open = createGuard(false, 'secret');
    expect(open(request({ host: 'desk.example', authorization: 'Bearer secret' }))).toBeNull();
    for (const authorization of ['Bearer secre', 'secret', 'Basic secret', '']) {
      expect(open(request({ host: 'desk.example', authorization }))).toMatchObject({ type: 'unauthorized' });
    }
  });
});

it('knows the names of this computer', () => {
  expect(['localhost', '127.1.2.3', '[::1]', '::1'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '128.0.0.1', 'localhost.example', '127.0.0.1.example'].some(isLoopback)).toBe(
    false,
  );
});
