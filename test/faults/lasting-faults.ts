import { statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createDemoService } from '../../src/backend/index.ts';
import { DEFAULT_RETENTION } from '../../src/shared/domain/environment.ts';
import { type FaultContext, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { openFaultEngine, readUp, SCRAPE_INTERVAL_MS } from './fault-engine.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MEBIBYTE = 2 ** 20;
/** How long the network refuses connections, and after it how long it says nothing at all. */
const REFUSED_MS = 25 * MINUTE_MS;
const SILENT_MS = 5 * MINUTE_MS;
const LOST_TIMEOUT_MS = 500;
const CHURN_MS = 6 * HOUR_MS;
/** Series at each scrape that were never there before and never come again. */
const CHURNED_SERIES = 50;
const KEPT_BYTES = MEBIBYTE;

/** A server that takes connections and says nothing. */
class SilentServer {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

async function loseNetwork({ newFolder }: FaultContext): Promise<FaultOutcome> {
  const findings = new Findings();
  let demo = await createDemoService({ auth: 'none', clock: 'manual' });
  const port = Number(new URL(demo.metricsUrl).port);
  const engine = await openFaultEngine(newFolder(), {
    url: demo.metricsUrl,
    scrapeTimeoutMs: LOST_TIMEOUT_MS,
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += SCRAPE_INTERVAL_MS) {
      demo.advance(SCRAPE_INTERVAL_MS);
      await engine.api.advanceClock(SCRAPE_INTERVAL_MS);
    }
  };
  try {
    await pass(10 * MINUTE_MS);
    const lostAtMs = engine.clock.wallMs();
    await demo.close();
    await pass(REFUSED_MS);
    const silence = new SilentServer();
    await silence.listen(port);
    await pass(SILENT_MS);
    await silence.close();
    const backAtMs = engine.clock.wallMs();
    demo = await createDemoService({ auth: 'none', clock: 'manual', port });
    await pass(2 * SCRAPE_INTERVAL_MS);
    const [target] = await engine.api.listTargets();
    findings.expect(target?.health === 'up', 'not up again within two intervals');
    const { times, values } = await readUp(engine);
    const during = values.filter(
      (_, i) => (times[i] as number) > lostAtMs && (times[i] as number) <= backAtMs,
    );
    const expected = (REFUSED_MS + SILENT_MS) / SCRAPE_INTERVAL_MS;
    findings.expect(during.length >= expected - 2, `${during.length} of ${expected} values of up`);
    findings.expect(
      during.every((value) => value === 0),
      'up is not 0 while nothing comes',
    );
    const gaps = await engine.api.listGaps({ from: lostAtMs, to: backAtMs });
    findings.expect(gaps.length === 1 && gaps[0]?.reason === 'down', `gaps: ${JSON.stringify(gaps)}`);
    const failures = target?.recentFailures.map(({ failure }) => failure.reason) ?? [];
    findings.expect(failures.length <= 3, `${failures.length} entries of failures for two causes`);
    return findings.outcome(
      `\`up\` is 0 ${during.length} times, one gap, failures told: ${failures.join(', ')}; up again within two intervals`,
    );
  } finally {
    await engine.api.close();
    await demo.close();
  }
}

/** Runs for hours with series that come and go; the sizes of all after each hour. */
async function churn(
  { newFolder }: FaultContext,
  retention: { readonly maxAgeMs: number; readonly maxBytes: number },
  afterwards: (
    hours: readonly { readonly series: number; readonly bytes: number; readonly file: number }[],
    oldestMs: number,
    newestMs: number,
    findings: Findings,
  ) => string,
): Promise<FaultOutcome> {
  const findings = new Findings();
  const folder = newFolder();
  const demo = await createDemoService({ auth: 'none', clock: 'manual' });
  demo.faults.set('series-churn', { seriesCount: CHURNED_SERIES });
  const engine = await openFaultEngine(folder, { url: demo.metricsUrl }, { environment: { retention } });
  try {
    const hours: { series: number; bytes: number; file: number }[] = [];
    for (let hour = 0; hour < CHURN_MS / HOUR_MS; hour++) {
      for (let passed = 0; passed < HOUR_MS; passed += SCRAPE_INTERVAL_MS) {
        demo.advance(SCRAPE_INTERVAL_MS);
        await engine.api.advanceClock(SCRAPE_INTERVAL_MS);
      }
      const { seriesCount, databaseBytes } = await engine.api.getStatus();
      const file = statSync(path.join(folder, 'history.db')).size;
      hours.push({ series: seriesCount, bytes: databaseBytes, file });
    }
    const { times } = await readUp(engine);
    const [target] = await engine.api.listTargets();
    findings.expect(target?.health === 'up', 'the target is not scraped to the end');
    return findings.outcome(afterwards(hours, times[0] ?? 0, times.at(-1) ?? 0, findings));
  } finally {
    await engine.api.close();
    await demo.close();
  }
}

function churnFreed(context: FaultContext): Promise<FaultOutcome> {
  const retention = { ...DEFAULT_RETENTION, maxAgeMs: HOUR_MS };
  return churn(context, retention, (hours, _oldest, _newest, findings) => {
    const made = (CHURN_MS / SCRAPE_INTERVAL_MS) * CHURNED_SERIES;
    const most = Math.max(...hours.map(({ series }) => series));
    findings.expect(most < made / 5, `${most} series are held`);
    const early = hours[2]?.file ?? 0;
    const late = hours.at(-1)?.file ?? 0;
    findings.expect(late < early * 1.5, `the file grew from ${early} to ${late} bytes`);
    return `${made} series came and went, at most ${most} held at once; file ${mebibytes(early)} after 3 h, ${mebibytes(late)} after 6 h`;
  });
}

function keptBySize(context: FaultContext): Promise<FaultOutcome> {
  const retention = { ...DEFAULT_RETENTION, maxBytes: KEPT_BYTES };
  return churn(context, retention, (hours, oldestMs, newestMs, findings) => {
    const most = Math.max(...hours.map(({ file }) => file));
    findings.expect(most < 2 * KEPT_BYTES, `the file has ${most} bytes`);
    const keptMs = newestMs - oldestMs;
    findings.expect(keptMs < CHURN_MS - HOUR_MS, 'nothing was deleted');
    findings.expect(keptMs > 5 * MINUTE_MS, `only ${keptMs} ms are left`);
    return `file at most ${mebibytes(most)} while running; the newest ${Math.round(keptMs / MINUTE_MS)} of ${CHURN_MS / MINUTE_MS} minutes are there`;
  });
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** What lasts: a network that is gone for long, series that come and go for hours, a history that is full. */
export function lastingFaults(context: FaultContext): FaultGroup {
  return {
    title: 'For hours',
    faults: [
      {
        injected: 'the network is lost for 30 minutes: connections refused, then no answer at all',
        expected: '`up` is 0 and a gap has the reason; up again within two intervals, without a restart',
        run: () => loseNetwork(context),
      },
      {
        injected: `${CHURNED_SERIES} new series at each scrape for 6 h, with a history of one hour`,
        expected: 'series that are gone are freed, in memory and in the file',
        run: () => churnFreed(context),
      },
      {
        injected: `more samples than a history of ${mebibytes(KEPT_BYTES)} holds, for 6 h`,
        expected: 'the oldest are deleted while it runs, the file keeps its size',
        run: () => keptBySize(context),
      },
    ],
  };
}
