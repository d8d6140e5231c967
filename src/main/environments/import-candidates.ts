import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { isEncrypted, MAX_BUNDLE_BYTES } from '../../shared/domain/bundle.ts';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  DEFAULT_RETENTION,
  type Environment,
  NO_SERVERS,
} from '../../shared/domain/environment.ts';
import { readEnvironmentText } from '../../shared/environment-yaml/environment-reader.ts';
import {
  formatChangedEnvironment,
  formatNewEnvironment,
} from '../../shared/environment-yaml/environment-writer.ts';
import { importPrometheusConfig } from '../../shared/environment-yaml/prometheus/import-scrape-configs.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import { AppError } from '../../shared/errors.ts';
import { type ReadDashboard, readDashboards } from '../bundles/bundle-dashboards.ts';
import type { Bundle } from '../bundles/bundle-format.ts';
import { listCredentialNeeds } from './credentials.ts';
import { makeSafe } from './import-safety.ts';
import type { SharedFile } from './shared-source.ts';

const MAX_FILES = 200;

/** A credential that an import brings; without an origin it is for that of whoever uses it. */
interface CandidateSecret {
  readonly secretRef: string;
  readonly origin: string | null;
  readonly value: string;
}

/** One environment of an import, before it is confirmed. */
export interface Candidate {
  readonly file: string;
  readonly name: string;
  readonly fault: string;
  readonly environment: Environment | null;
  readonly text: string;
  /** It is an http_config alone: the URL that it is for has to be given. */
  readonly needsUrl?: SharedFile;
  readonly base: SharedFile['base'];
  /** The file as it can be followed; null where it can't. */
  readonly shared: SharedFile | null;
  readonly secrets: readonly CandidateSecret[];
  readonly dashboards: readonly ReadDashboard[];
  readonly notes: readonly string[];
}

function faulty(file: string, fault: string): Candidate {
  const name = path.basename(file);
  const nothing = { environment: null, text: '', base: null, shared: null, secrets: [], dashboards: [] };
  return { file, name, fault, ...nothing, notes: [] };
}

function titleOf(file: string): string {
  const name = path.basename(file).replace(/\.ya?ml$/i, '');
  if (!/^(?:environment|prometheus)$/i.test(name)) return name;
  // A file that was dropped comes without its folder.
  const folder = path.basename(path.dirname(file));
  return folder === '' || folder === '.' ? name : folder;
}

function readPrometheus(file: string, shared: SharedFile, url: string | null): Candidate | null {
  const imported = importPrometheusConfig(shared.text, new Set(), url);
  if (!imported.ok) {
    const fault = faulty(file, imported.message);
    if (/http_config alone/.test(imported.message)) return { ...fault, needsUrl: shared };
    return /aliases/.test(imported.message) ? fault : null;
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
    dashboards: [],
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
    dashboards: [],
    notes: [...notes, ...problems],
  };
}

function firstProblem({ reading }: SharedFile): string {
  return reading.state === 'damaged' ? describeProblem(reading.problems[0]) : '';
}

/** What a file would bring; null is one that can't be read. `url` is for an http_config alone. */
export function readCandidate(file: string, url: string | null, shared: SharedFile | null): Candidate {
  if (shared === null) return faulty(file, 'it can’t be read, or is larger than 16 MiB');
  const found = readEnvironment(file, shared);
  if (found !== null) return found.fault === '' ? { ...found, shared } : found;
  return readPrometheus(file, shared, url) ?? faulty(file, firstProblem(shared));
}

/** What a decrypted export would bring; credentials that none of its requests use for their origin stay out. */
export function readBundle(file: string, bundle: Bundle): Candidate {
  const { environment: text, base } = bundle;
  const readBase = (name: string): string | null => (name === base?.name ? base.text : null);
  const reading = readEnvironmentText(text, { id: 'imported', readBase });
  const found = readEnvironment(file, { text, base, reading });
  if (found?.environment == null) return found ?? faulty(file, firstProblem({ text, base, reading }));
  const needs = listCredentialNeeds(found.environment);
  const isUsed = ({ secretRef, origin }: CandidateSecret): boolean =>
    needs.some((need) => need.secretRef === secretRef && need.origin === origin);
  const left = bundle.secrets.filter((secret) => !isUsed(secret));
  const read = readDashboards(bundle.dashboards);
  return {
    ...found,
    secrets: bundle.secrets.filter(isUsed),
    dashboards: read.dashboards,
    notes: [
      ...found.notes,
      ...left.map(
        ({ origin }) => `A credential for ${origin} is left out: nothing in the file is sent there with it.`,
      ),
      ...read.notes,
    ],
  };
}

/** The bytes of an encrypted file; null for any other. Throws AppError `limit_exceeded`, `not_found`. */
export function readEncrypted(file: string): Uint8Array | null {
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
export function listCandidateFiles(folder: string): string[] {
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
export function isForeign(candidate: Candidate): boolean {
  return candidate.fault !== '' && /schemaVersion: expected|has neither scrape_configs/.test(candidate.fault);
}
