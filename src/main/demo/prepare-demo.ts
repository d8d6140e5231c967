import { randomBytes } from 'node:crypto';
import type { Environment } from '../../shared/domain/environment.ts';
import { originOf } from '../environments/origin.ts';
import type { Vault } from '../vault/vault.ts';
import type { DemoBackend } from './demo-backend.ts';
import {
  createDemoEnvironment,
  DEMO_ENDPOINT_ID,
  DEMO_ENVIRONMENT_ID,
  DEMO_TOKEN_REF,
  withDemoUrl,
} from './demo-environment.ts';

const TOKEN_BYTES = 24;

/** The demo, ready to be opened. */
export interface PreparedDemo {
  readonly backend: DemoBackend;
  /** The environment given where nothing about it changed. */
  readonly environment: Environment;
  /** Set when the token could be kept for this session only: why. */
  readonly note: string | null;
}

/**
 * Starts the demo's backend with a token that only it and the vault know, and points the Demo environment (null: not
 * made yet) to where it listens. Throws AppError `unavailable`.
 */
export async function prepareDemo(
  environment: Environment | null,
  vault: Vault,
  startBackend: (token: string) => Promise<DemoBackend>,
): Promise<PreparedDemo> {
  const name = { environmentId: DEMO_ENVIRONMENT_ID, secretRef: DEMO_TOKEN_REF };
  const endpoint = environment?.endpoints.find(({ id }) => id === DEMO_ENDPOINT_ID);
  const oldOrigin = endpoint === undefined ? null : originOf(endpoint);
  const saved = oldOrigin === null ? '' : (await vault.resolve({ ...name, origin: oldOrigin })).value;
  const token = saved === '' ? randomBytes(TOKEN_BYTES).toString('base64url') : saved;
  const backend = await startBackend(token);
  try {
    const { origin } = new URL(backend.metricsUrl);
    // The token is made here, so that it may follow the demo to another port.
    const isKept = token === saved && origin === oldOrigin;
    const { note } = isKept ? { note: null } : await vault.store({ ...name, origin }, token);
    const next =
      environment === null
        ? createDemoEnvironment(backend.metricsUrl)
        : withDemoUrl(environment, backend.metricsUrl);
    return { backend, environment: next, note };
  } catch (error) {
    await backend.close();
    throw error;
  }
}
