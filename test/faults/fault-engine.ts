import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import type { Environment } from '../../src/shared/domain/environment.ts';
import { SILENT_LOGGER, secretsOf, testEndpoint } from '../support/fake-ports.ts';
import { createShiftingClock, type ShiftingClock } from '../support/shifting-clock.ts';
import { testEnvironment } from '../support/test-engine.ts';

export const SCRAPE_INTERVAL_MS = 15_000;

/** A real engine on a clock that can jump. */
export interface FaultEngine {
  readonly api: EngineApi;
  readonly clock: ShiftingClock;
}

interface FaultEngineOptions {
  /** How far its clock is ahead of the machine's. */
  readonly aheadMs?: number;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly environment?: Partial<Environment>;
}

/** Opens an engine with one target; without a folder it keeps its history in memory. */
export async function openFaultEngine(
  folder: string | null,
  endpoint: Partial<Endpoint>,
  { aheadMs = 0, secrets = {}, environment = {} }: FaultEngineOptions = {},
): Promise<FaultEngine> {
  const clock = createShiftingClock(aheadMs);
  const api = await createEngine(
    {
      clock,
      http: new UndiciHttpClient(clock),
      secrets: secretsOf(secrets),
      alerts: { alertsChanged() {} },
      logger: SILENT_LOGGER,
    },
    {
      environment: {
        ...testEnvironment([
          testEndpoint({ scrapeIntervalMs: SCRAPE_INTERVAL_MS, scrapeTimeoutMs: 5_000, ...endpoint }),
        ]),
        ...environment,
      },
      dataDirectory: folder,
      appVersion: '0.0.0',
      advanceClock: (ms, settle) => clock.advance(ms, settle),
      onInvalidated() {},
    },
  );
  return { api, clock };
}

/** Times (ms UTC) and values of the target's `up`, over the last days. */
export async function readUp(
  { api, clock }: FaultEngine,
  expr = 'up[7d]',
): Promise<{ readonly times: readonly number[]; readonly values: readonly number[] }> {
  // A clock that was set back has samples ahead of it.
  const atMs = clock.wallMs() + 2 * 3_600_000;
  const { rows } = await api.queryInstant({ expr, atMs, supersedeKey: null });
  return { times: [...(rows[0]?.times ?? [])], values: [...(rows[0]?.values ?? [])] };
}
