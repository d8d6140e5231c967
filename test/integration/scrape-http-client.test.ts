import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { DEFAULT_CONNECTION } from '../../src/shared/domain/endpoint.ts';

let server: Server;
let handle: (request: IncomingMessage, response: ServerResponse) => void;
let connections: number;
let url: string;
let http: UndiciHttpClient;

beforeEach(async () => {
  connections = 0;
  handle = (_, response) => response.end('a 1\n');
  server = createServer((request, response) => handle(request, response));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics?x=1`;
  http = new UndiciHttpClient(createSystemClock());
});

afterEach(async () => {
  await http.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function get(signal = new AbortController().signal, headers: [string, string][] = []) {
  return http.request({ url, headers, connection: DEFAULT_CONNECTION, signal });
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk).toString();
  return text;
}

describe('the HTTP client', () => {
  it('sends path, query and headers as they are, once each', async () => {
    let seen: IncomingMessage | undefined;
    handle = (request, response) => {
      seen = request;
      response.end();
    };
    const { body } = await get(undefined, [
      ['Authorization', 'Bearer t'],
      ['X-API-Key', 'k'],
    ]);
    await textOf(body);
    expect(seen?.method).toBe('GET');
    expect(seen?.url).toBe('/metrics?x=1');
    const sent = seen?.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    expect(sent?.sort()).toEqual(['authorization', 'connection', 'host', 'x-api-key']);
  });

  it('keeps its connection from one request to the next', async () => {
    for (let i = 0; i < 5; i++) {
      expect(await textOf((await get()).body)).toBe('a 1\n');
      await sleep(5);
    }
    expect(connections).toBe(1);
  });

  it('asks again on a new connection when the kept one was closed as it was used', async () => {
    await textOf((await get()).body);
    await sleep(5);
    let dropped = 0;
    handle = (request, response) => {
      if (dropped++ === 0) request.socket.destroy();
      else response.end('a 2\n');
    };
    expect(await textOf((await get()).body)).toBe('a 2\n');
    expect(connections).toBe(2);
  });

  it('does not ask again when a new connection is closed', async () => {
    let asked = 0;
    handle = (request) => {
      asked++;
      request.socket.destroy();
    };
    await expect(get()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    expect(asked).toBe(1);
  });

  it('goes on with a new connection after one was given up in the middle of a body', async () => {
    handle = (_, response) => response.write('a');
    const controller = new AbortController();
    const { body } = await get(controller.signal);
    const reading = textOf(body);
    await sleep(20);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'UND_ERR_ABORTED' });
    handle = (_, response) => response.end('b 1\n');
    expect(await textOf((await get()).body)).toBe('b 1\n');
  });

  it('gives up the connection of a body that nobody reads to its end', async () => {
    let closed = false;
    handle = (_, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.write(Buffer.alloc(10_000_000));
    };
    for await (const chunk of (await get()).body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await expect.poll(() => closed).toBe(true);
  });

  it('holds back a sender that is faster than the reader', async () => {
    let sent = 0;
    handle = (_, response) => {
      const push = (): void => {
        while (sent < 50_000_000) {
          sent += 100_000;
          if (!response.write(Buffer.alloc(100_000))) return void response.once('drain', push);
        }
        response.end();
      };
      push();
    };
    const { body } = await get();
    await sleep(300);
    expect(sent).toBeLessThan(20_000_000);
    let received = 0;
    for await (const chunk of body) received += chunk.length;
    expect(received).toBe(50_000_000);
  });

  it('tells waiting for a connection from waiting for an answer', async () => {
    handle = () => {};
    const controller = new AbortController();
    const waiting = get(controller.signal);
    await sleep(50);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    await expect(get(AbortSignal.abort())).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  it('serves requests of several targets of one origin at a time', async () => {
    handle = (_, response) => setTimeout(() => response.end('a 1\n'), 100);
    const startedMs = performance.now();
    const texts = await Promise.all(Array.from({ length: 8 }, async () => textOf((await get()).body)));
    expect(texts).toEqual(Array(8).fill('a 1\n'));
    expect(performance.now() - startedMs).toBeLessThan(400);
  });
});
