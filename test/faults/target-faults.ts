import {
  createDemoService,
  type DemoService,
  type FaultInput,
  type FaultName,
} from '../../src/backend/index.ts';
import { DEFAULT_SCRAPE_LIMITS } from '../../src/shared/domain/endpoint.ts';
import type { ScrapeSummary } from '../../src/shared/domain/target.ts';
import { type Fault, type FaultGroup, type FaultOutcome, Findings } from './fault.ts';
import { type FaultEngine, openFaultEngine, readUp, SCRAPE_INTERVAL_MS } from './fault-engine.ts';

const SECRET = 'canary-3f81';
const ENDPOINT_ID = 'e1';
const TIMEOUT_MS = 1_000;
const BOMB_TIMEOUT_MS = 14_000;
const FLAPS = 10;

interface Scene {
  readonly demo: DemoService;
  readonly engine: FaultEngine;
  scrape(): Promise<ScrapeSummary>;
}

async function onScene(
  work: (scene: Scene, findings: Findings) => Promise<string>,
  scrapeTimeoutMs = TIMEOUT_MS,
): Promise<FaultOutcome> {
  const findings = new Findings();
  const demo = await createDemoService({ auth: { bearer: [{ token: SECRET }] }, clock: 'manual' });
  const engine = await openFaultEngine(
    null,
    { url: demo.metricsUrl, scrapeTimeoutMs, auth: { kind: 'bearer', tokenRef: 'token' } },
    { secrets: { token: SECRET } },
  );
  async function scrape(): Promise<ScrapeSummary> {
    await engine.clock.advance(2, async () => {});
    await engine.api.scrapeNow(ENDPOINT_ID);
    const [target] = await engine.api.listTargets();
    if (target?.lastScrape == null) throw new Error('nothing was scraped');
    return target.lastScrape;
  }
  try {
    findings.expect((await scrape()).failure === null, 'the good target was not scraped');
    return findings.outcome(await work({ demo, engine, scrape }, findings));
  } finally {
    await engine.api.close();
    await demo.close();
  }
}

/** A fault that fails each scrape with one reason, after which the target is scraped again at once. */
function failing<Name extends FaultName>(
  injected: string,
  expected: string,
  name: Name,
  parameters: FaultInput[Name],
  reason: string,
  maxMs: number,
  scrapeTimeoutMs = TIMEOUT_MS,
): Fault {
  return {
    injected,
    expected,
    run: () =>
      onScene(async ({ demo, scrape }, findings) => {
        demo.faults.set(name, parameters);
        const before = process.memoryUsage().rss;
        let highest = before;
        const watch = setInterval(() => {
          highest = Math.max(highest, process.memoryUsage().rss);
        }, 5);
        const { failure, durationMs } = await scrape();
        clearInterval(watch);
        const grownMiB = Math.max(0, Math.round((highest - before) / 2 ** 20));
        findings.expect(failure?.reason === reason, `failed with ${failure?.reason ?? 'nothing'}`);
        findings.expect(durationMs < maxMs, `took ${Math.round(durationMs)} ms`);
        findings.expect(
          highest - before < 3 * DEFAULT_SCRAPE_LIMITS.bodyBytes,
          `memory grew by ${grownMiB} MiB`,
        );
        demo.faults.clear(name);
        const after = await scrape();
        findings.expect(after.failure === null, `not scraped afterwards: ${after.failure?.reason}`);
        return `\`${failure?.reason}\` after ${Math.round(durationMs)} ms, memory +${grownMiB} MiB; next scrape good`;
      }, scrapeTimeoutMs),
  };
}

async function redirectWithCredentials(): Promise<FaultOutcome> {
  const other = await createDemoService({ auth: 'none', clock: 'manual' });
  try {
    return await onScene(async ({ demo, scrape }, findings) => {
      demo.faults.set('redirect', { location: `${other.metricsUrl}?token=${SECRET}` });
      const { failure } = await scrape();
      const requests = other.requests().length;
      findings.expect(failure?.reason === 'redirect', `failed with ${failure?.reason ?? 'nothing'}`);
      findings.expect(requests === 0, `${requests} requests reached the other server`);
      findings.expect(!JSON.stringify(failure).includes(SECRET), 'the message holds the credential');
      return `\`${failure?.reason}\`, ${requests} requests and no credential reached the other server`;
    });
  } finally {
    await other.close();
  }
}

async function flap(): Promise<FaultOutcome> {
  return onScene(async ({ demo, engine }, findings) => {
    const beforeMs = engine.clock.wallMs();
    const step = (): Promise<void> => engine.api.advanceClock(SCRAPE_INTERVAL_MS);
    let recovered = 0;
    for (let i = 0; i < FLAPS; i++) {
      demo.faults.set('outage', { mode: i % 2 === 0 ? 'reset' : 'unavailable' });
      await step();
      demo.faults.clear('outage');
      await step();
      const [target] = await engine.api.listTargets();
      if (target?.health === 'up') recovered++;
    }
    const { times, values } = await readUp(engine);
    const seen = values.filter((_, i) => (times[i] as number) > beforeMs);
    const changes = seen.filter((value, i) => i > 0 && value !== seen[i - 1]).length;
    findings.expect(recovered === FLAPS, `up again only ${recovered} times`);
    findings.expect(Math.abs(seen.length - 2 * FLAPS) <= 1, `${seen.length} values of up`);
    findings.expect(changes >= 2 * FLAPS - 2, `up changed ${changes} times`);
    return `up again at the next scrape ${recovered} of ${FLAPS} times; \`up\` has every change (${changes})`;
  });
}

/** Targets that misbehave. */
export function targetFaults(): FaultGroup {
  const { bodyBytes } = DEFAULT_SCRAPE_LIMITS;
  const bodyLimit = `${bodyBytes / 2 ** 20} MiB`;
  return {
    title: 'A target that misbehaves',
    faults: [
      failing(
        'a body that drips a byte every 50 ms and never ends',
        `given up at the timeout (${TIMEOUT_MS / 1000} s), \`up\` is 0`,
        'drip',
        { everyMs: 50 },
        'body_timeout',
        3 * TIMEOUT_MS,
      ),
      failing(
        'a Content-Length that lies: the connection ends halfway',
        'nothing of the page is stored',
        'truncated',
        { mode: 'length' },
        'body_truncated',
        TIMEOUT_MS,
      ),
      {
        injected: 'a redirect to another server, credential in the URL',
        expected: 'not followed, nothing sent there, nothing secret in the message',
        run: redirectWithCredentials,
      },
      failing(
        'a gzip bomb: 1 GiB in about 1 MiB',
        `given up at ${bodyLimit}, memory bounded`,
        'huge-body',
        { mebibytes: 1024, gzip: true },
        'body_limit',
        BOMB_TIMEOUT_MS,
        BOMB_TIMEOUT_MS,
      ),
      failing(
        '2,000 response headers',
        'given up, memory bounded',
        'header-flood',
        { count: 2000 },
        'header_overflow',
        2 * TIMEOUT_MS,
      ),
      failing(
        '2,000 informational responses before the real one',
        'given up, memory bounded',
        'header-flood',
        { count: 2000, mode: 'informational' },
        'header_overflow',
        2 * TIMEOUT_MS,
      ),
      {
        injected: `a target that goes away and comes back ${FLAPS} times`,
        expected: 'scraped again at the next interval each time, without a restart',
        run: flap,
      },
    ],
  };
}
