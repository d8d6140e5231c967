import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page whose samples carry their times: whoever scrapes it often enough holds the same samples. */
export interface TimedPage {
  readonly url: string;
  readonly authority: string;
  close(): Promise<void>;
}

/** Counters with resets, gauges with special values and a classic histogram, one sample of each a second. */
function pageAt(atMs: number): string {
  const t = Math.floor(atMs / 1000);
  const lines: string[] = [];
  const add = (series: string, value: number | string): number =>
    lines.push(`${series} ${value} ${t * 1000}`);
  lines.push('# HELP shop_requests_total Requests.', '# TYPE shop_requests_total counter');
  for (let k = 0; k < 4; k++) {
    add(
      `shop_requests_total{path="/p${k % 2}",status="${k < 2 ? 200 : 500}"}`,
      ((t * (k + 1)) % (50 + k)) + k / 3,
    );
  }
  lines.push('# TYPE shop_queue gauge');
  for (let k = 0; k < 3; k++) add(`shop_queue{shard="${k}"}`, Math.sin(t / 3 + k) * 10 ** (k - 1));
  add('shop_queue{shard="odd"}', t % 3 === 0 ? 'NaN' : t % 3 === 1 ? '+Inf' : '-Inf');
  lines.push('# TYPE shop_latency_seconds histogram');
  for (const [k, le] of ['0.1', '1.0', '+Inf'].entries()) {
    add(`shop_latency_seconds_bucket{le="${le}"}`, (t % 1_000) * (k + 1));
  }
  return `${lines.join('\n')}\n`;
}

/** Serves the page on loopback. */
export async function serveTimedPage(): Promise<TimedPage> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(pageAt(Date.now()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${authority}/metrics`,
    authority,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
