import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSystemClock } from '../../src/engine/clock.ts';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { TargetScraper } from '../../src/engine/scrape/target-scraper.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { NO_SECRETS, SILENT_LOGGER, testEndpoint } from '../support/fake-ports.ts';
import { MemoryStorage } from '../support/memory-storage.ts';

const binary = ['prometheus-node-exporter', 'node_exporter']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function waitUntilServed(url: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(url, { headers: { Accept: 'text/plain' } }).catch(() => null);
    if (response?.ok === true) return response.text();
    await sleep(100);
  }
  throw new Error(`nothing was served at ${url}`);
}

function seriesOf(page: string): string[] {
  return page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

// Collectors whose series come and go between two scrapes would make the counts a matter of luck.
const STEADY_COLLECTORS = ['cpu', 'meminfo', 'loadavg', 'stat', 'uname', 'vmstat', 'filefd', 'time'];

it.skipIf(binary === undefined)(
  'reads every sample of a real node_exporter, scrape after scrape',
  async () => {
    const port = await freePort();
    const exporter = spawn(
      binary as string,
      [
        `--web.listen-address=127.0.0.1:${port}`,
        '--collector.disable-defaults',
        ...STEADY_COLLECTORS.map((name) => `--collector.${name}`),
      ],
      { stdio: 'ignore' },
    );
    const clock = createSystemClock();
    const http = new UndiciHttpClient(clock);
    try {
      const url = `http://127.0.0.1:${port}/metrics`;
      const expected = seriesOf(await waitUntilServed(url));
      const storage = new MemoryStorage();
      const source = storage.openSource('node');
      const scraper = new TargetScraper(testEndpoint({ url }), source, {
        clock,
        http,
        secrets: NO_SECRETS,
        buffers: new PageBuffers(),
        appVersion: '0.0.0',
        metadata: new MetadataStore(),
        exemplars: new ExemplarStore(),
        logger: SILENT_LOGGER,
      });
      for (let round = 0; round < 3; round++) {
        const result = await scraper.scrape(Date.now() + round, new AbortController().signal);
        expect(result?.summary.failure).toBeNull();
        expect(result?.summary.samplesScraped).toBe(expected.length);
      }
      const stored = source.rows.at(-1)?.samples ?? new Map();
      const kernel = [...stored.keys()].find((series) => series.startsWith('__name__="node_uname_info"'));
      expect(kernel).toContain('sysname="Linux"');
      expect(stored.size).toBe(expected.length + 8);
    } finally {
      exporter.kill();
      await http.close();
    }
  },
);

if (binary === undefined) console.log('skipped: prometheus-node-exporter is not on the PATH');
