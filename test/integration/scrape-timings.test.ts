import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { DEFAULT_CONNECTION } from '../../src/shared/domain/endpoint.ts';

const MS = expect.any(Number);

it('times how a connection is made, as far as it came, and nothing on a kept one', async () => {
  const server = createServer((_, response) => response.end('a 1\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const http = new UndiciHttpClient(createSystemClock());
  const timings = async (url: string) => {
    const request = { url, headers: [], connection: DEFAULT_CONNECTION };
    const exchange = http.receive(request, { head() {}, data() {} });
    await exchange.done.catch(() => undefined);
    // The connection is free again in the next turn.
    await new Promise(setImmediate);
    return exchange.connectTimings();
  };
  try {
    expect(await timings(`http://localhost:${port}/`)).toEqual({ dnsMs: MS, connectMs: MS, tlsMs: null });
    expect(await timings(`http://localhost:${port}/`)).toBeNull();
    expect(await timings(`https://localhost:${port}/`)).toEqual({ dnsMs: MS, connectMs: MS, tlsMs: null });
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await timings(`http://localhost:${port}/other`)).toMatchObject({ dnsMs: MS, connectMs: null });
  } finally {
    await http.close();
  }
});
