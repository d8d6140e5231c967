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
  /** The ids of the environments whose engines run. */
  listOpen(): readonly string[];
  /** An environment's engine. Throws AppError `unavailable` where it does not run. */
  engine(environmentId: string): Pick<EngineApi, 'serveHttpApi'>;
}

/** The switches that answer the open environments' history to other programs of this computer, off at first. */
export interface HttpApiSwitch {
  /** Brings the engines in line with what is chosen; called when other environments are open or an engine is another. */
  follow(): Promise<void>;
  getState(environmentId: string): HttpApiState;
  update(environmentId: string, choice: HttpApiChoice): Promise<HttpApiState>;
  /** Makes another token: programs that know the one before are not answered any longer. */
  renewToken(environmentId: string): Promise<HttpApiState>;
  /** The token, for the clipboard. Throws AppError `vault` where the keychain does not hand it over. */
  readToken(environmentId: string): Promise<string>;
}

/** Makes the switch; nothing is answered until `follow`. */
export function createHttpApiSwitch(options: HttpApiSwitchOptions): HttpApiSwitch {
  const { settings, vault } = options;
  const inTurn = createSerialQueue();
  const served = new Map<string, { readonly url: string | null; readonly message: string }>();

  function tokenOf(environmentId: string): SecretRequest {
    return { environmentId, secretRef: TOKEN_REF, origin: TOKEN_ORIGIN };
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
        if (served.delete(environmentId)) await options.engine(environmentId).serveHttpApi(null);
        return;
      }
      const { token, note } = await readToken(environmentId);
      const url = await options.engine(environmentId).serveHttpApi({ port, token });
      served.set(environmentId, { url, message: note });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      served.set(environmentId, { url: null, message: error.message });
    }
  }

  function stateOf(environmentId: string): HttpApiState {
    const { url, message } = served.get(environmentId) ?? { url: null, message: '' };
    return { ...settings.get(environmentId), url, message };
  }

  return {
    follow: () =>
      inTurn(async () => {
        const open = options.listOpen();
        for (const id of served.keys()) if (!open.includes(id)) served.delete(id);
        for (const id of open) await serve(id);
      }),
    getState: stateOf,
    update: (id, choice) =>
      inTurn(async () => {
        await settings.set(id, choice);
        await serve(id);
        return stateOf(id);
      }),
    renewToken: (id) =>
      inTurn(async () => {
        await makeToken(id);
        await serve(id);
        return stateOf(id);
      }),
    readToken: (id) => inTurn(async () => (await readToken(id)).token),
  };
}
