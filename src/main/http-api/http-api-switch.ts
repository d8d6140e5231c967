import { randomBytes } from 'node:crypto';
import type { EngineApi } from '../../engine/engine-api.ts';
import type { HttpApiState } from '../../shared/domain/server.ts';
import { AppError } from '../../shared/errors.ts';
import { createSerialQueue } from '../files/serial-queue.ts';
import type { SecretRequest, Vault } from '../vault/vault.ts';
import type { HttpApiChoice, HttpApiSettings } from './http-api-settings.ts';

/** No endpoint has such an origin, so that the token is never sent to one, whatever an environment's file refers to. */
const TOKEN_ORIGIN = 'sextant://http-api';
const TOKEN_REF = 'http-api:token';
const TOKEN_BYTES = 32;

/** What the switch needs of the app. */
export interface HttpApiSwitchOptions {
  readonly settings: HttpApiSettings;
  readonly vault: Pick<Vault, 'resolve' | 'describe' | 'store'>;
  /** The open environment's id; null where none is open. */
  activeId(): string | null;
  /** The open environment's engine. Throws AppError `unavailable` where there is none. */
  engine(): Pick<EngineApi, 'serveHttpApi'>;
}

/** The switch that answers the open environment's history to other programs of this computer, off at first. */
export interface HttpApiSwitch {
  /** Brings the engine in line with what is chosen; called when the open environment or its engine is another. */
  follow(): Promise<void>;
  /** Null where no environment is open. */
  getState(): HttpApiState | null;
  update(choice: HttpApiChoice): Promise<HttpApiState>;
  /** Makes another token: programs that know the one before are not answered any longer. */
  renewToken(): Promise<HttpApiState>;
  /** The token, for the clipboard. Throws AppError `vault` where the keychain does not hand it over. */
  readToken(): Promise<string>;
}

/** Makes the switch; nothing is answered until `follow`. */
export function createHttpApiSwitch(options: HttpApiSwitchOptions): HttpApiSwitch {
  const { settings, vault } = options;
  const inTurn = createSerialQueue();
  let served: {
    readonly environmentId: string;
    readonly url: string | null;
    readonly message: string;
  } | null = null;

  function tokenOf(environmentId: string): SecretRequest {
    return { environmentId, secretRef: TOKEN_REF, origin: TOKEN_ORIGIN };
  }

  function requireActive(): string {
    const id = options.activeId();
    if (id === null)
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    return id;
  }

  /** The token, made where there is none yet. Throws AppError `vault` where the keychain does not hand it over. */
  async function readToken(
    environmentId: string,
  ): Promise<{ readonly token: string; readonly note: string }> {
    const request = tokenOf(environmentId);
    const { state, value } = await vault.resolve(request);
    if (state === 'stored' || state === 'session') return { token: value, note: '' };
    if (state !== 'missing') throw new AppError('vault', (await vault.describe(request)).message);
    return makeToken(environmentId);
  }

  async function makeToken(
    environmentId: string,
  ): Promise<{ readonly token: string; readonly note: string }> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const { note } = await vault.store(tokenOf(environmentId), token);
    return { token, note: note ?? '' };
  }

  async function serve(environmentId: string): Promise<void> {
    const { enabled, port } = settings.get(environmentId);
    try {
      if (!enabled) {
        // An engine that was never told to answer need not be told to stop.
        if (served?.environmentId === environmentId) await options.engine().serveHttpApi(null);
        served = null;
        return;
      }
      const { token, note } = await readToken(environmentId);
      const url = await options.engine().serveHttpApi({ port, token });
      served = { environmentId, url, message: note };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      served = { environmentId, url: null, message: error.message };
    }
  }

  function stateOf(environmentId: string): HttpApiState {
    const isServed = served?.environmentId === environmentId;
    return {
      ...settings.get(environmentId),
      url: isServed ? (served?.url ?? null) : null,
      message: isServed ? (served?.message ?? '') : '',
    };
  }

  return {
    follow: () =>
      inTurn(async () => {
        const id = options.activeId();
        if (id !== null) await serve(id);
        else served = null;
      }),
    getState() {
      const id = options.activeId();
      return id === null ? null : stateOf(id);
    },
    update: (choice) =>
      inTurn(async () => {
        const id = requireActive();
        await settings.set(id, choice);
        await serve(id);
        return stateOf(id);
      }),
    renewToken: () =>
      inTurn(async () => {
        const id = requireActive();
        await makeToken(id);
        await serve(id);
        return stateOf(id);
      }),
    readToken: () => inTurn(async () => (await readToken(requireActive())).token),
  };
}
