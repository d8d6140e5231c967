import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { isEncrypted } from '../../shared/domain/bundle.ts';
import type { Environment } from '../../shared/domain/environment.ts';
import { describeChanges, type FieldChange } from '../../shared/environment-yaml/describe-changes.ts';
import { AppError } from '../../shared/errors.ts';
import type { AgeCipher } from '../bundles/age-cipher.ts';
import { openDashboards } from '../bundles/bundle-dashboards.ts';
import { parseBundle } from '../bundles/bundle-format.ts';
import type { SecretName, Vault } from '../vault/vault.ts';
import { listCredentialNeeds, storeTyped } from './credentials.ts';
import { adoptEnvironment } from './environment-folders.ts';
import { chooseId, type EnvironmentStore } from './environment-store.ts';
import {
  type Candidate,
  isForeign,
  listCandidateFiles,
  readBundle,
  readCandidate,
  readEncrypted,
} from './import-candidates.ts';
import { listHosts } from './import-safety.ts';
import type { RemovedCredentials } from './removed-credentials.ts';
import { hashShared, hashText, readSharedFile, readSharedText } from './shared-source.ts';

/** A candidate as the window sees it: no secret, no text. */
export interface ImportItem {
  readonly key: number;
  readonly name: string;
  readonly kind: Environment['kind'];
  readonly file: string;
  readonly fault: string;
  /** Only the URL that it is for is missing. */
  readonly needsUrl: boolean;
  readonly hosts: readonly string[];
  readonly endpointCount: number;
  readonly serverCount: number;
  readonly ruleFileCount: number;
  readonly credentialCount: number;
  readonly secretCount: number;
  /** Titles of the dashboards that come with it. */
  readonly dashboards: readonly string[];
  readonly notes: readonly string[];
  readonly conflict: {
    readonly id: string;
    readonly name: string;
    readonly changes: readonly FieldChange[];
  } | null;
}

export interface ImportPreview {
  readonly token: string;
  readonly place: string;
  readonly canFollow: boolean;
  /** It is encrypted: `openLocked` tells what it holds. */
  readonly locked: boolean;
  readonly items: readonly ImportItem[];
}

export interface ImportChoice {
  readonly key: number;
  readonly choice: 'skip' | 'replace' | 'both';
}

/** Imports in two steps: what a file would bring, then, confirmed, its environments. Nothing connects meanwhile. */
export interface EnvironmentImport {
  preview(place: string, what: 'file' | 'folder', url: string | null): ImportPreview;
  /** The same of a text without a place: it has no base beside it, and can't be followed. */
  previewText(name: string, text: string): ImportPreview;
  /** The same of an encrypted file that was dropped. Throws AppError `bad_data` for any other. */
  previewEncrypted(name: string, bytes: Uint8Array): ImportPreview;
  /** What an http_config alone would bring with the URL that it is for. Throws AppError `not_found`. */
  giveUrl(token: string, url: string): ImportPreview;
  /** What an encrypted file would bring; it can be tried again. Throws AppError `bad_data`, `not_found`. */
  openLocked(token: string, passphrase: string): Promise<ImportPreview>;
  /** Ids of environments that the choices would replace. */
  listReplaced(token: string, choices: readonly ImportChoice[]): readonly string[];
  /** `follow` keeps the environments in step with their files from then on. Answers the ids. */
  confirm(
    token: string,
    choices: readonly ImportChoice[],
    follow: boolean,
  ): Promise<{ readonly ids: string[]; readonly note: string | null }>;
}

/** What an import needs. */
export interface EnvironmentImportOptions {
  readonly store: EnvironmentStore;
  readonly vault: Vault;
  readonly cipher: AgeCipher;
  readonly wallMs: () => number;
  readonly removed: Pick<RemovedCredentials, 'now'>;
  /** Credentials that are kept in memory only. */
  isSessionOnly(name: SecretName): boolean;
}

/** Makes the two steps over a store and a vault. */
export function createEnvironmentImport({
  store,
  vault,
  cipher,
  wallMs,
  removed,
  isSessionOnly,
}: EnvironmentImportOptions): EnvironmentImport {
  const waiting = new Map<string, readonly Candidate[]>();
  const locked = new Map<string, { readonly file: string; readonly bytes: Uint8Array }>();
  const keepTyped = storeTyped(vault, isSessionOnly);

  function describe(candidate: Candidate, key: number): ImportItem {
    const { environment, name, file, fault, secrets, notes } = candidate;
    const id = chooseId(name, () => false);
    const isKnown = environment !== null && store.has(id);
    return {
      key,
      name,
      kind: environment?.kind ?? 'development',
      file,
      fault,
      needsUrl: candidate.needsUrl !== undefined,
      hosts: environment === null ? [] : listHosts(environment),
      endpointCount: environment?.endpoints.length ?? 0,
      serverCount: environment?.servers.length ?? 0,
      ruleFileCount: environment?.ruleFiles.length ?? 0,
      credentialCount:
        environment === null
          ? 0
          : listCredentialNeeds(environment).filter(
              (need) => !secrets.some(({ secretRef }) => secretRef === need.secretRef),
            ).length,
      secretCount: secrets.length,
      dashboards: candidate.dashboards.map(({ title }) => title),
      notes,
      conflict: isKnown
        ? { id, name: store.get(id).name, changes: describeChanges(store.get(id), environment) }
        : null,
    };
  }

  async function keepSecrets(environment: Environment, candidate: Candidate): Promise<string | null> {
    let note: string | null = null;
    const needs = listCredentialNeeds(environment);
    for (const { secretRef, origin, value } of candidate.secrets) {
      const need = needs.find(
        (known) => known.secretRef === secretRef && (origin === null || origin === known.origin),
      );
      if (need === undefined) {
        note ??= `A credential for ${origin} was left out: this environment sends nothing there with it.`;
        continue;
      }
      const stored = await keepTyped({ environmentId: environment.id, ...need }, value);
      note ??= stored.note;
    }
    return note;
  }

  async function take(
    candidate: Candidate,
    choice: ImportChoice['choice'],
    follow: boolean,
  ): Promise<{ id: string; note: string | null }> {
    const known = chooseId(candidate.name, () => false);
    const id = choice === 'replace' && store.has(known) ? known : chooseId(candidate.name, store.isTaken);
    await removed.now(id);
    const environment = await adoptEnvironment(store, id, candidate.text, candidate.base);
    if (follow && candidate.shared !== null) {
      const source = {
        file: candidate.file,
        sourceHash: hashShared(candidate.shared),
        ownHash: hashText(store.fileOf(id).text ?? ''),
      };
      await store.saveLocal(id, { ...store.getLocal(id), source });
    }
    const library = openDashboards(store.folderOf(id), wallMs);
    for (const dashboard of candidate.dashboards) await library.put(dashboard.id, dashboard.text, 'Imported');
    return { id, note: await keepSecrets(environment, candidate) };
  }

  function present(place: string, candidates: readonly Candidate[]): ImportPreview {
    const token = randomUUID();
    waiting.clear();
    for (const { secrets } of candidates) for (const { value } of secrets) vault.watch(value);
    waiting.set(token, candidates);
    return {
      token,
      place,
      locked: false,
      canFollow: candidates.some(({ shared }) => shared !== null),
      items: candidates.map(describe),
    };
  }

  function lock(file: string, bytes: Uint8Array): ImportPreview {
    const token = randomUUID();
    locked.clear();
    locked.set(token, { file, bytes });
    return { token, place: file, locked: true, canFollow: false, items: [] };
  }

  return {
    preview(place, what, url) {
      locked.clear();
      const bytes = what === 'file' ? readEncrypted(place) : null;
      if (bytes !== null) return lock(place, bytes);
      const found = (what === 'folder' ? listCandidateFiles(place) : [place]).map((file) =>
        readCandidate(file, url, readSharedFile(file, 'imported')),
      );
      const candidates = what === 'folder' ? found.filter((candidate) => !isForeign(candidate)) : found;
      return present(place, candidates);
    },
    previewText(name, text) {
      const file = path.basename(name);
      const found = readCandidate(file, null, readSharedText(text, 'imported'));
      return present(file, [{ ...found, shared: null }]);
    },
    previewEncrypted(name, bytes) {
      const file = path.basename(name);
      if (!isEncrypted(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))) {
        throw new AppError(
          'bad_data',
          `${file} is not encrypted with age; drop the file as it was exported.`,
        );
      }
      return lock(file, bytes);
    },
    giveUrl(token, url) {
      const [candidate] = waiting.get(token) ?? [];
      if (candidate?.needsUrl === undefined) {
        throw new AppError('not_found', 'The preview is no longer the latest one; choose the file again.');
      }
      return present(candidate.file, [readCandidate(candidate.file, url, candidate.needsUrl)]);
    },
    async openLocked(token, passphrase) {
      const entry = locked.get(token);
      if (entry === undefined) {
        throw new AppError('not_found', 'The file is no longer the one chosen last; choose it again.');
      }
      vault.watch(passphrase);
      const bundle = parseBundle(await cipher.decrypt(entry.bytes, passphrase));
      locked.delete(token);
      return present(entry.file, [readBundle(entry.file, bundle)]);
    },
    listReplaced(token, choices) {
      const candidates = waiting.get(token) ?? [];
      return choices
        .filter(({ choice }) => choice === 'replace')
        .map(({ key }) => chooseId(candidates[key]?.name ?? '', () => false))
        .filter((id) => store.has(id));
    },
    async confirm(token, choices, follow) {
      const candidates = waiting.get(token);
      if (candidates === undefined) {
        throw new AppError('not_found', 'The preview is no longer the latest one; choose the file again.');
      }
      waiting.delete(token);
      const ids: string[] = [];
      let note: string | null = null;
      for (const { key, choice } of choices) {
        const candidate = candidates[key];
        if (choice === 'skip' || candidate === undefined || candidate.environment === null) continue;
        const taken = await take(candidate, choice, follow);
        ids.push(taken.id);
        note ??= taken.note;
      }
      return { ids, note };
    },
  };
}
