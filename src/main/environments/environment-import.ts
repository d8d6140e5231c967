import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { describeChanges, type FieldChange } from '../../shared/environment-yaml/describe-changes.ts';
import { readEnvironmentText } from '../../shared/environment-yaml/environment-reader.ts';
import {
  formatChangedEnvironment,
  formatNewEnvironment,
} from '../../shared/environment-yaml/environment-writer.ts';
import { importPrometheusConfig } from '../../shared/environment-yaml/prometheus/import-scrape-configs.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import { AppError } from '../../shared/errors.ts';
import type { AgeCipher } from '../bundles/age-cipher.ts';
import { type Bundle, isEncrypted, MAX_BUNDLE_BYTES, parseBundle } from '../bundles/bundle-format.ts';
import type { SecretName, Vault } from '../vault/vault.ts';
import { listCredentialNeeds, storeTyped } from './credentials.ts';
import { adoptEnvironment } from './environment-folders.ts';
import { chooseId, type EnvironmentStore } from './environment-store.ts';
import { listHosts, makeSafe } from './import-safety.ts';
import { hashShared, hashText, readSharedFile, readSharedText, type SharedFile } from './shared-source.ts';

const MAX_FILES = 200;

/** A credential that an import brings; without an origin it is for that of whoever uses it. */
interface CandidateSecret {
  readonly secretRef: string;
  readonly origin: string | null;
  readonly value: string;
}

/** One environment of an import, before it is confirmed. */
interface Candidate {
  readonly file: string;
  readonly name: string;
  readonly fault: string;
  readonly environment: Environment | null;
  readonly text: string;
  readonly base: SharedFile['base'];
  /** The file as it can be followed; null where it can't. */
  readonly shared: SharedFile | null;
  readonly secrets: readonly CandidateSecret[];
  readonly notes: readonly string[];
}

/** A candidate as the window sees it: no secret, no text. */
export interface ImportItem {
  readonly key: number;
  readonly name: string;
  readonly kind: Environment['kind'];
  readonly file: string;
  readonly fault: string;
  readonly hosts: readonly string[];
  readonly endpointCount: number;
  readonly serverCount: number;
  readonly ruleFileCount: number;
  readonly credentialCount: number;
  readonly secretCount: number;
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

function faulty(file: string, fault: string): Candidate {
  const name = path.basename(file);
  return { file, name, fault, environment: null, text: '', base: null, shared: null, secrets: [], notes: [] };
}

function titleOf(file: string): string {
  const name = path.basename(file).replace(/\.ya?ml$/i, '');
  return /^(?:environment|prometheus)$/i.test(name) ? path.basename(path.dirname(file)) || name : name;
}

function readPrometheus(file: string, shared: SharedFile, url: string | null): Candidate | null {
  const imported = importPrometheusConfig(shared.text, new Set(), url);
  if (!imported.ok) {
    return /http_config alone|aliases/.test(imported.message) ? faulty(file, imported.message) : null;
  }
  const environment: Environment = {
    id: 'imported',
    name: titleOf(file),
    kind: 'development',
    endpoints: imported.endpoints,
    ...NO_SERVERS,
    ruleFiles: [],
    retention: DEFAULT_RETENTION,
    limits: DEFAULT_ENVIRONMENT_LIMITS,
    demo: false,
  };
  const { notes } = imported;
  const secrets = imported.secrets.map(([secretRef, value]) => ({ secretRef, origin: null, value }));
  const text = formatNewEnvironment(environment);
  return {
    file,
    name: environment.name,
    fault: '',
    environment,
    text,
    base: null,
    shared: null,
    secrets,
    notes,
  };
}

/** What an environment's file would bring, made safe; null for a file of another kind. */
function readEnvironment(file: string, { text, base, reading }: SharedFile): Candidate | null {
  if (reading.state === 'newer') {
    return faulty(
      file,
      `it is of schema ${reading.schemaVersion}, which is newer than this version of Sextant`,
    );
  }
  if (reading.state !== 'good') return null;
  const { environment, notes } = makeSafe(reading.value);
  const problems = (environment.problems ?? []).map(describeProblem);
  const safeText =
    notes.length === 0 ? text : formatChangedEnvironment({ text, value: reading.value }, environment);
  return {
    file,
    name: environment.name,
    fault: '',
    environment,
    text: safeText,
    base,
    shared: null,
    secrets: [],
    notes: [...notes, ...problems],
  };
}

function firstProblem({ reading }: SharedFile): string {
  return reading.state === 'damaged' ? describeProblem(reading.problems[0]) : '';
}

function readCandidate(file: string, url: string | null, shared: SharedFile | null): Candidate {
  if (shared === null) return faulty(file, 'it can’t be read, or is larger than 16 MiB');
  const found = readEnvironment(file, shared);
  if (found !== null) return found.fault === '' ? { ...found, shared } : found;
  return readPrometheus(file, shared, url) ?? faulty(file, firstProblem(shared));
}

/** What a decrypted export would bring; credentials that none of its requests use for their origin stay out. */
function readBundle(file: string, bundle: Bundle): Candidate {
  const { environment: text, base } = bundle;
  const readBase = (name: string): string | null => (name === base?.name ? base.text : null);
  const reading = readEnvironmentText(text, { id: 'imported', readBase });
  const found = readEnvironment(file, { text, base, reading });
  if (found?.environment == null) return found ?? faulty(file, firstProblem({ text, base, reading }));
  const needs = listCredentialNeeds(found.environment);
  const isUsed = ({ secretRef, origin }: CandidateSecret): boolean =>
    needs.some((need) => need.secretRef === secretRef && need.origin === origin);
  const left = bundle.secrets.filter((secret) => !isUsed(secret));
  return {
    ...found,
    secrets: bundle.secrets.filter(isUsed),
    notes: [
      ...found.notes,
      ...left.map(
        ({ origin }) => `A credential for ${origin} is left out: nothing in the file is sent there with it.`,
      ),
    ],
  };
}

/** The bytes of an encrypted file; null for any other. Throws AppError `limit_exceeded`, `not_found`. */
function readEncrypted(file: string): Uint8Array | null {
  try {
    const handle = openSync(file, 'r');
    try {
      const head = Buffer.alloc(64);
      readSync(handle, head, 0, head.length, 0);
      if (!isEncrypted(head.toString('latin1'))) return null;
      const { size } = fstatSync(handle);
      if (size > MAX_BUNDLE_BYTES) {
        throw new AppError(
          'limit_exceeded',
          `${path.basename(file)} is larger than 48 MiB, so that it is no export of Sextant.`,
        );
      }
      const bytes = Buffer.alloc(size);
      readSync(handle, bytes, 0, size, 0);
      return bytes;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    // What can't be read is told as the fault of the import.
    if (error instanceof AppError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/** YAML files of a folder, and an environment.yaml in each folder of it. */
function listCandidateFiles(folder: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const at = path.join(folder, entry.name);
    if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) files.push(at);
    if (entry.isDirectory() && !entry.name.startsWith('.')) {
      const inner = path.join(at, 'environment.yaml');
      if (statSync(inner, { throwIfNoEntry: false })?.isFile() === true) files.push(inner);
    }
  }
  return files.slice(0, MAX_FILES);
}

/** A base, or a file of another program: neither is told as a fault among a folder's files. */
function isForeign(candidate: Candidate): boolean {
  return candidate.fault !== '' && /schemaVersion: expected|has neither scrape_configs/.test(candidate.fault);
}

/** What an import needs. */
export interface EnvironmentImportOptions {
  readonly store: EnvironmentStore;
  readonly vault: Vault;
  readonly cipher: AgeCipher;
  /** Credentials that are kept in memory only. */
  isSessionOnly(name: SecretName): boolean;
}

/** Makes the two steps over a store and a vault. */
export function createEnvironmentImport({
  store,
  vault,
  cipher,
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
    const environment = await adoptEnvironment(store, id, candidate.text, candidate.base);
    if (follow && candidate.shared !== null) {
      const source = {
        file: candidate.file,
        sourceHash: hashShared(candidate.shared),
        ownHash: hashText(store.fileOf(id).text ?? ''),
      };
      await store.saveLocal(id, { ...store.getLocal(id), source });
    }
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

  return {
    preview(place, what, url) {
      locked.clear();
      const bytes = what === 'file' ? readEncrypted(place) : null;
      if (bytes !== null) {
        const token = randomUUID();
        locked.set(token, { file: place, bytes });
        return { token, place, locked: true, canFollow: false, items: [] };
      }
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
