import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { listSecretUses } from '../../shared/domain/secret-uses.ts';
import { describeChanges, type FieldChange } from '../../shared/environment-yaml/describe-changes.ts';
import {
  formatChangedEnvironment,
  formatNewEnvironment,
} from '../../shared/environment-yaml/environment-writer.ts';
import { importPrometheusConfig } from '../../shared/environment-yaml/prometheus/import-scrape-configs.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import { AppError } from '../../shared/errors.ts';
import type { Vault } from '../vault/vault.ts';
import { adoptEnvironment } from './environment-folders.ts';
import { chooseId, type EnvironmentStore } from './environment-store.ts';
import { listHosts, makeSafe } from './import-safety.ts';
import { originOf } from './origin.ts';
import { hashShared, hashText, readSharedFile, readSharedText, type SharedFile } from './shared-source.ts';

const MAX_FILES = 200;

/** One environment of an import, before it is confirmed. */
interface Candidate {
  readonly file: string;
  readonly name: string;
  readonly fault: string;
  readonly environment: Environment | null;
  readonly text: string;
  readonly shared: SharedFile | null;
  readonly secrets: readonly (readonly [secretRef: string, value: string])[];
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
  return { file, name, fault, environment: null, text: '', shared: null, secrets: [], notes: [] };
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
  const { secrets, notes } = imported;
  const text = formatNewEnvironment(environment);
  return { file, name: environment.name, fault: '', environment, text, shared: null, secrets, notes };
}

function readCandidate(file: string, url: string | null, shared: SharedFile | null): Candidate {
  if (shared === null) return faulty(file, 'it can’t be read, or is larger than 16 MiB');
  const { reading, text } = shared;
  if (reading.state === 'good') {
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
      shared,
      secrets: [],
      notes: [...notes, ...problems],
    };
  }
  if (reading.state === 'newer') {
    return faulty(
      file,
      `it is of schema ${reading.schemaVersion}, which is newer than this version of Sextant`,
    );
  }
  return readPrometheus(file, shared, url) ?? faulty(file, describeProblem(reading.problems[0]));
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

/** Makes the two steps over a store and a vault. */
export function createEnvironmentImport(store: EnvironmentStore, vault: Vault): EnvironmentImport {
  const waiting = new Map<string, readonly Candidate[]>();

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
          : [...environment.endpoints, ...environment.servers].flatMap((target) => listSecretUses(target))
              .length,
      secretCount: secrets.length,
      notes,
      conflict: isKnown
        ? { id, name: store.get(id).name, changes: describeChanges(store.get(id), environment) }
        : null,
    };
  }

  async function keepSecrets(environment: Environment, candidate: Candidate): Promise<string | null> {
    let note: string | null = null;
    const uses = [...environment.endpoints, ...environment.servers].flatMap((target) =>
      listSecretUses(target),
    );
    for (const [secretRef, value] of candidate.secrets) {
      const use = uses.find((known) => known.secretRef === secretRef);
      if (use === undefined) continue;
      const stored = await vault.store(
        { environmentId: environment.id, secretRef, origin: originOf(use) },
        value,
      );
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
    const base = candidate.shared?.base ?? null;
    const environment = await adoptEnvironment(store, id, candidate.text, base);
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

  function offer(candidates: readonly Candidate[], place: string): ImportPreview {
    const token = randomUUID();
    waiting.clear();
    for (const { secrets } of candidates) for (const [, value] of secrets) vault.watch(value);
    waiting.set(token, candidates);
    return {
      token,
      place,
      canFollow: candidates.some(({ shared }) => shared !== null),
      items: candidates.map(describe),
    };
  }

  return {
    preview(place, what, url) {
      const found = (what === 'folder' ? listCandidateFiles(place) : [place]).map((file) =>
        readCandidate(file, url, readSharedFile(file, 'imported')),
      );
      const candidates = what === 'folder' ? found.filter((candidate) => !isForeign(candidate)) : found;
      return offer(candidates, place);
    },
    previewText(name, text) {
      const file = path.basename(name);
      const found = readCandidate(file, null, readSharedText(text, 'imported'));
      return offer([{ ...found, shared: null }], file);
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
