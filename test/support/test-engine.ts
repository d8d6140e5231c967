import { createAdjustableClock } from '../../src/engine/clock.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import type { AlertTransition } from '../../src/shared/domain/alert.ts';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import type { InvalidationTopic } from '../../src/shared/domain/engine-status.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../src/shared/domain/environment.ts';
import { SILENT_LOGGER, secretsOf } from './fake-ports.ts';

/** An engine of a test, with what it told. */
export interface TestEngine {
  readonly api: EngineApi;
  readonly transitions: AlertTransition[];
  readonly topics: Set<InvalidationTopic>;
}

/** An environment with these endpoints and the text of one rule file. */
export function testEnvironment(endpoints: readonly Endpoint[], rules = ''): Environment {
  return {
    id: 'test',
    name: 'Test',
    kind: 'development',
    endpoints,
    ...NO_SERVERS,
    ruleFiles: rules === '' ? [] : [{ name: 'rules.yml', text: rules }],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

/** A real engine whose clock can be moved on. */
export async function openTestEngine(
  environment: Environment,
  dataDirectory: string | null,
  secrets: Readonly<Record<string, string>> = {},
): Promise<TestEngine> {
  const clock = createAdjustableClock();
  const transitions: AlertTransition[] = [];
  const topics = new Set<InvalidationTopic>();
  const api = await createEngine(
    {
      clock,
      http: new UndiciHttpClient(clock),
      secrets: secretsOf(secrets),
      alerts: { alertsChanged: (changes) => void transitions.push(...changes) },
      logger: SILENT_LOGGER,
    },
    {
      environment,
      dataDirectory,
      appVersion: '0.0.0',
      advanceClock: (ms, settle) => clock.advance(ms, settle),
      onInvalidated: (changed) => {
        for (const topic of changed) topics.add(topic);
      },
    },
  );
  return { api, transitions, topics };
}
