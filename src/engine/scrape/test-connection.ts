import { isIP } from 'node:net';
import type { ConnectionReport, ConnectionStep } from '../../shared/domain/connection-report.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import { findMendingSetting } from '../../shared/domain/mending-setting.ts';
import type { LabelPair } from '../../shared/domain/series.ts';
import { SCRAPE_STEPS, type ScrapeFailure, type ScrapeStep } from '../../shared/domain/target.ts';
import { ExpositionError } from '../exposition/exposition-error.ts';
import { SLOT_DROPPED, SLOT_UNKEPT } from '../exposition/page-parser.ts';
import type { HistogramSink } from '../exposition/protobuf/protobuf-parser.ts';
import { TargetParser } from '../exposition/target-parser.ts';
import { type Access, openAccess } from '../http/access.ts';
import { proxyFor } from '../http/no-proxy.ts';
import { holdToken } from '../http/oauth-tokens.ts';
import { readTokenSecrets } from '../http/token-request.ts';
import type { ConnectionMaterial, SecretResolver } from '../ports.ts';
import { probeDns, probeTcp, probeTls, probeTunnel, type TlsFacts } from './connection-probe.ts';
import { type FetchContext, type FetchedPage, fetchPage } from './fetch-page.ts';
import { networkFailure } from './network-failure.ts';
import { parseFailure } from './parse-failure.ts';
import { type ResolvedTarget, resolveTarget } from './relabel/resolve-target.ts';
import { describeAuth } from './request-headers.ts';
import { checkSampleCount, compileRules, type SampleRules, storedLabels } from './sample-sink.ts';
import { formatBytes, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';
import { parseTargetUrl } from './target-address.ts';

/** Collects the steps that were taken and times them. */
class StepLog {
  private readonly taken = new Map<ScrapeStep, ConnectionStep>();
  private readonly context: FetchContext;

  constructor(context: FetchContext) {
    this.context = context;
  }

  note(step: ScrapeStep, state: ConnectionStep['state'], durationMs: number, message: string): void {
    this.taken.set(step, { step, state, durationMs, message });
  }

  /** Runs one step; what it throws ends the walk as a failure, at whatever step the failure names. */
  async run<T>(step: ScrapeStep, host: string, work: () => Promise<T>, sentence: (result: T) => string) {
    const startedMs = this.context.clock.monotonicMs();
    const elapsed = (): number => this.context.clock.monotonicMs() - startedMs;
    try {
      const result = await work();
      this.note(step, 'ok', elapsed(), sentence(result));
      return result;
    } catch (error) {
      const failure = error instanceof ScrapeFailedError ? error.failure : networkFailure(error, host);
      this.note(failure.step, 'failed', elapsed(), failure.message);
      throw new ScrapeFailedError(failure);
    }
  }

  list(): ConnectionStep[] {
    return SCRAPE_STEPS.map(
      (step) => this.taken.get(step) ?? { step, state: 'skipped', durationMs: 0, message: '' },
    );
  }
}

function withTypedSecrets(
  secrets: SecretResolver,
  typed: readonly (readonly [secretRef: string, value: string])[],
): SecretResolver {
  const values = new Map(typed);
  return {
    ...secrets,
    resolveSecret: async (secretRef, origin) => {
      const value = values.get(secretRef);
      return value === undefined ? secrets.resolveSecret(secretRef, origin) : { state: 'session', value };
    },
  };
}

function describeTls({ protocol, subject, issuer, expiresAtMs, clientSubject }: TlsFacts): string {
  const until = Number.isNaN(expiresAtMs)
    ? ''
    : `, valid until ${new Date(expiresAtMs).toISOString().slice(0, 10)}`;
  const client = clientSubject === null ? '' : `; client certificate "${clientSubject}" shown`;
  return `${protocol}; certificate for "${subject}" from "${issuer}"${until}${client}`;
}

function isAddress(url: URL): boolean {
  return isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** Name and connection: the server's, or the proxy's where there is one. */
async function probeNetwork(
  url: URL,
  isProxy: boolean,
  timeoutMs: number,
  { clock, http }: FetchContext,
  log: StepLog,
) {
  const addresses = http.addresses[isProxy ? 'proxy' : 'server'];
  const whose = isProxy ? 'the proxy ' : '';
  await log.run(
    'dns',
    url.host,
    () => probeDns(url, clock, timeoutMs),
    (addresses) =>
      isAddress(url)
        ? 'The URL has an address, so no name was looked up.'
        : `${whose}${url.hostname} is ${addresses.join(', ')}`,
  );
  await log.run(
    'tcp',
    url.host,
    () => probeTcp(url, addresses, clock, timeoutMs),
    (address) => `Connected to ${whose}${address}`,
  );
}

async function probe(
  endpoint: Endpoint,
  url: URL,
  material: ConnectionMaterial | undefined,
  context: FetchContext,
  log: StepLog,
): Promise<void> {
  const { clock, http } = context;
  const { scrapeTimeoutMs: timeoutMs, connection } = endpoint;
  const proxy = proxyFor(url, connection);
  try {
    await probeNetwork(proxy ?? url, proxy !== null, timeoutMs, context, log);
  } catch (error) {
    if (proxy === null || !(error instanceof ScrapeFailedError)) throw error;
    const { message } = error.failure;
    const remedy = "Check the proxy's URL in the endpoint's connection settings.";
    throw new ScrapeFailedError({
      ...scrapeFailure(error.failure.step, 'proxy_unreachable', message, remedy),
    });
  }
  if (url.protocol !== 'https:') {
    if (proxy !== null) log.note('proxy', 'ok', 0, `${proxy.host} is asked to fetch the page.`);
    log.note('tls', 'skipped', 0, 'The URL begins with http://, so nothing is encrypted.');
    return;
  }
  const tunnel =
    proxy === null
      ? null
      : await log.run(
          'proxy',
          proxy.host,
          () => probeTunnel(url, proxy, connection, material, timeoutMs, http.addresses),
          () => `${proxy.host} opened a way to ${url.host}`,
        );
  await log.run(
    'tls',
    url.host,
    () => probeTls(url, connection, material, tunnel, http.addresses.server, clock, timeoutMs),
    describeTls,
  );
}

/** Reads all that is in the vault, and fetches nothing yet. */
async function readCredentials(endpoint: Endpoint, url: URL, context: FetchContext): Promise<Access> {
  const { auth } = endpoint;
  if (auth.kind !== 'oauth2') return openAccess(endpoint, url, context);
  await readTokenSecrets(auth, context.secrets);
  return openAccess({ ...endpoint, auth: { kind: 'none' } }, url, context);
}

async function probeToken({ auth }: Endpoint, context: FetchContext, log: StepLog): Promise<void> {
  if (auth.kind !== 'oauth2') return;
  const { host } = new URL(auth.tokenUrl);
  await log.run(
    'token',
    host,
    () => holdToken(auth, context, true),
    ({ expiresAtMs }) => {
      if (expiresAtMs === null) return `${host} gave a token.`;
      const seconds = Math.round((expiresAtMs - context.clock.wallMs()) / 1_000);
      return `${host} gave a token that is good for ${seconds} s.`;
    },
  );
}

function noteFetched(page: FetchedPage, totalMs: number, log: StepLog): void {
  const headersMs = page.headersMs ?? totalMs;
  const { failure } = page;
  const failedAt = failure === null ? SCRAPE_STEPS.length : SCRAPE_STEPS.indexOf(failure.step);
  const reached = (step: ScrapeStep): boolean => SCRAPE_STEPS.indexOf(step) < failedAt;
  if (reached('request')) log.note('request', 'ok', headersMs, 'The server answered.');
  if (reached('redirect') && page.redirectedTo !== null) {
    log.note('redirect', 'ok', 0, `Sent on to ${page.redirectedTo}`);
  }
  if (reached('status')) log.note('status', 'ok', 0, '200 OK');
  if (reached('content_type')) log.note('content_type', 'ok', 0, page.contentType);
  if (failure === null) {
    const bytes = formatBytes(page.body?.receivedBytes ?? 0);
    log.note('body', 'ok', Math.max(0, totalMs - headersMs), `${bytes} received`);
  } else {
    const durationMs = failure.step === 'request' ? headersMs : Math.max(0, totalMs - headersMs);
    log.note(failure.step, 'failed', durationMs, failure.message);
  }
}

/** Counts a page's samples and checks its labels; keeps nothing. */
class CheckingSink implements HistogramSink {
  readonly values = new Float64Array(0);
  readonly state = new Uint8Array(0);
  private readonly rules: SampleRules;

  constructor(rules: SampleRules) {
    this.rules = rules;
  }

  resolveSlot(pairs: LabelPair[]): number {
    return storedLabels(pairs, this.rules) === null ? SLOT_DROPPED : SLOT_UNKEPT;
  }

  setAt(): void {}
  setHistogram(): void {}
  countDuplicate(): void {}
  addExemplar(): void {}
}

function parseFetched(rules: SampleRules, page: FetchedPage): { samples: number; families: number } {
  if (page.body === null) return { samples: 0, families: 0 };
  const { endpoint } = rules;
  const parser = new TargetParser(endpoint.scrape);
  try {
    const samples = parser.parse(
      page.body.page(),
      page.format,
      endpoint.scrape.honorTimestamps,
      new CheckingSink(rules),
    );
    checkSampleCount(samples - parser.samplesDropped, endpoint.limits);
    return { samples, families: parser.listFamilies().length };
  } catch (error) {
    throw error instanceof ExpositionError ? new ScrapeFailedError(parseFailure(error)) : error;
  }
}

function requireTarget({ notScraped }: ResolvedTarget): void {
  if (notScraped === null) return;
  throw new ScrapeFailedError(
    scrapeFailure('request', 'relabel_config', notScraped, 'Edit the endpoint and its relabel_configs.'),
  );
}

/**
 * Walks a connection step by step: credential, name, connection, proxy, TLS, token, request, redirects, status, content
 * type, body, page. The
 * first steps are tried by themselves, the others are a scrape of which nothing is kept. `typedSecrets` are values
 * that are not saved yet, by reference. Nothing is thrown for what is wrong with the endpoint.
 */
export async function testConnection(
  source: Endpoint,
  typedSecrets: readonly (readonly [secretRef: string, value: string])[],
  fetchContext: FetchContext,
  stop: AbortSignal,
): Promise<ConnectionReport> {
  const context = { ...fetchContext, secrets: withTypedSecrets(fetchContext.secrets, typedSecrets) };
  const target = resolveTarget(source);
  const { endpoint } = target;
  const log = new StepLog(context);
  const report = (
    failure: ScrapeFailure | null,
    samplesScraped = 0,
    metricFamilies = 0,
  ): ConnectionReport => ({
    steps: log.list(),
    failure,
    setting: failure === null ? null : findMendingSetting(failure, endpoint),
    samplesScraped,
    metricFamilies,
  });
  try {
    const { url, material } = await log.run(
      'credential',
      '',
      async () => {
        requireTarget(target);
        const parsed = parseTargetUrl(endpoint.url);
        const { material } = await readCredentials(endpoint, parsed, context);
        return { url: parsed, material };
      },
      () => (endpoint.auth.kind === 'none' ? 'No credential is sent.' : `Read ${describeAuth(endpoint)}.`),
    );
    await probe(endpoint, url, material, context, log);
    await probeToken(endpoint, context, log);
    const startedMs = context.clock.monotonicMs();
    const page = await fetchPage(endpoint, context, stop);
    noteFetched(page, context.clock.monotonicMs() - startedMs, log);
    if (page.failure !== null) return report(page.failure);
    try {
      const { samples, families } = await log.run(
        'parse',
        url.host,
        async () => parseFetched(compileRules(endpoint, target.labels), page),
        (found) => `${found.samples} samples in ${found.families} metric families`,
      );
      return report(null, samples, families);
    } finally {
      page.body?.release();
    }
  } catch (error) {
    if (error instanceof ScrapeFailedError) return report(error.failure);
    throw error;
  }
}
