import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeChanges, type FieldChange } from '../../shared/environment-yaml/describe-changes.ts';
import {
  type EnvironmentReading,
  MAX_ENVIRONMENT_LENGTH,
  readEnvironmentText,
} from '../../shared/environment-yaml/environment-reader.ts';
import { describeProblem } from '../../shared/environment-yaml/yaml-places.ts';
import type { EnvironmentStore } from './environment-store.ts';
import { makeSafe } from './import-safety.ts';

/** A file of another folder than the app's, with the base that it names. */
export interface SharedFile {
  readonly text: string;
  readonly base: { readonly name: string; readonly text: string } | null;
  readonly reading: EnvironmentReading;
}

/** How the file that an environment follows stands to the environment's own. */
export interface SharedState {
  readonly path: string;
  readonly state: 'same' | 'ahead' | 'changed' | 'conflict' | 'gone' | 'invalid';
  readonly message: string;
  readonly changes: readonly FieldChange[];
}

export function hashText(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}

/** Hash of a shared file and its base. */
export function hashShared({ text, base }: SharedFile): string {
  return hashText(text, base?.text ?? '');
}

function readLimited(file: string): string | null {
  try {
    return statSync(file).size > MAX_ENVIRONMENT_LENGTH ? null : readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/** Reads a file that is not the app's own, as the environment `id`; null where it can't be read or is too large. */
export function readSharedFile(file: string, id: string, allowed: readonly string[] = []): SharedFile | null {
  const text = readLimited(file);
  if (text === null) return null;
  let base: SharedFile['base'] = null;
  const reading = readEnvironmentText(text, {
    id,
    readBase(name) {
      const baseText = readLimited(path.join(path.dirname(file), name));
      base = baseText === null ? null : { name, text: baseText };
      return baseText;
    },
    processVariable: (name) => (allowed.includes(name) ? process.env[name] : undefined),
  });
  return { text, base, reading };
}

/** Reads a text without a place, as the environment `id`: a base that it names can't be found. */
export function readSharedText(text: string, id: string): SharedFile {
  const reading = readEnvironmentText(text, { id, readBase: () => null, processVariable: () => undefined });
  return { text, base: null, reading };
}

/** What became of the shared file since it was taken over; null where the environment follows none. */
export function describeShared(store: EnvironmentStore, id: string): SharedState | null {
  const { source, processVariables } = store.getLocal(id);
  if (source === null) return null;
  const shared = readSharedFile(source.file, id, processVariables);
  const none = { path: source.file, changes: [] };
  if (shared === null) {
    return {
      ...none,
      state: 'gone',
      message: 'It is not there, or can’t be read. What was taken over last is in use.',
    };
  }
  const isEdited = hashText(store.fileOf(id).text ?? '') !== source.ownHash;
  if (hashShared(shared) === source.sourceHash) {
    const { reading } = shared;
    if (!isEdited || reading.state !== 'good') return { ...none, state: 'same', message: '' };
    const changes = describeChanges(reading.value, store.get(id));
    return {
      ...none,
      state: 'ahead',
      message: 'This environment was changed here since it was taken over.',
      changes,
    };
  }
  if (shared.reading.state === 'damaged') {
    return { ...none, state: 'invalid', message: describeProblem(shared.reading.problems[0]) };
  }
  if (shared.reading.state === 'newer' || shared.reading.value === null) {
    return {
      ...none,
      state: 'invalid',
      message: 'It was written by a newer version of Sextant; update Sextant to use it.',
    };
  }
  return {
    path: source.file,
    state: isEdited ? 'conflict' : 'changed',
    message: isEdited
      ? 'It was changed by someone else, and this environment was changed here. Choose whose changes stay; the others are kept as a copy.'
      : '',
    changes: describeChanges(store.get(id), makeSafe(shared.reading.value).environment),
  };
}
