import { createSystemClock } from '../../src/engine/clock.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import { SILENT_LOGGER, testEndpoint } from './fake-ports.ts';
import { testEnvironment } from './test-engine.ts';

/** A process of its own with a whole engine in it, to be killed: `engine-process.ts <folder> <metrics URL> <interval ms>`. */
const [folder, url, intervalText] = process.argv.slice(2);
if (folder === undefined || url === undefined) throw new Error('folder and URL are missing');
const clock = createSystemClock();
const scrapeIntervalMs = Number(intervalText);
const api = await createEngine(
  {
    clock,
    http: new UndiciHttpClient(clock),
    secrets: { resolveSecret: async () => ({ state: 'missing' }) },
    alerts: { alertsChanged() {} },
    logger: SILENT_LOGGER,
  },
  {
    environment: testEnvironment([
      testEndpoint({ url, scrapeIntervalMs, scrapeTimeoutMs: scrapeIntervalMs }),
    ]),
    dataDirectory: folder,
    appVersion: '0.0.0',
    advanceClock: null,
    onInvalidated: () => {
      void api.listTargets().then(([target]) => {
        if (target?.lastScrape !== null) process.stdout.write(`${target?.lastScrape.atMs}\n`);
      });
    },
  },
);
