import { createSystemClock } from '../../engine/clock.ts';
import { type LocalEngine, openLocalEngine } from '../../engine/engine.ts';
import type { Clock, Logger, SecretResolver } from '../../engine/ports.ts';
import { UndiciHttpClient } from '../../engine/scrape/undici-http-client.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  type Environment,
  NO_SERVERS,
  type Retention,
} from '../../shared/domain/environment.ts';
import { APP_VERSION } from '../version.ts';

/** For a history that is only read: nothing is forgotten. */
export const KEEP_ALL: Retention = { maxAgeMs: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };

export const NO_SECRETS: SecretResolver = { resolveSecret: async () => ({ state: 'missing' }) };

/** An environment without a file of its own. */
export function bareEnvironment(endpoints: Environment['endpoints'], retention: Retention): Environment {
  return {
    id: 'cli',
    name: 'CLI',
    kind: 'development',
    endpoints,
    ...NO_SERVERS,
    ruleFiles: [],
    retention,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
}

/** Opens an engine in this thread, with the computer's clock and network. */
export function openSystemEngine(
  environment: Environment,
  dataDirectory: string | null,
  secrets: SecretResolver,
  logger: Logger,
  clock: Clock = createSystemClock(),
): Promise<LocalEngine> {
  return openLocalEngine(
    {
      clock,
      http: new UndiciHttpClient(clock),
      secrets,
      logger,
      alerts: {
        alertsChanged(transitions) {
          for (const { to, alert } of transitions) {
            logger.info(`alert ${alert.ruleName} is ${to}`, { labels: alert.labels });
          }
        },
      },
    },
    { environment, dataDirectory, appVersion: APP_VERSION, advanceClock: null, onInvalidated: () => {} },
  );
}
