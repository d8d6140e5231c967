import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import {
  goodCopyPaths,
  keepGoodCopy,
  setAside,
  sweepTemporaryFiles,
  writeFileAtomically,
} from './atomic-file.ts';

const GOOD_COPIES = 3;

/** What reading a document's text gave. A `newer` one can be shown as far as it is understood, but not written. */
export type ParsedDocument<T> =
  | { readonly state: 'good'; readonly value: T }
  | { readonly state: 'newer'; readonly value: T | null; readonly schemaVersion: number }
  | { readonly state: 'damaged'; readonly message: string };

/** How a value is written to text and read back. */
export interface DocumentFormat<T> {
  /** What the file is for a person, e.g. "settings file". */
  readonly what: string;
  parse(text: string): ParsedDocument<T>;
  format(value: T): string;
}

/** A value kept in a file. */
export interface Document<T> {
  readonly get: () => T;
  /** Sentences on what was found at opening, for the user; empty when all was well. */
  readonly notices: readonly string[];
  /** False for a file of a newer version. */
  readonly writable: boolean;
  /** Keeps the value in the file. Throws AppError `storage`, or `conflict` when the file is not writable. */
  save(value: T): Promise<void>;
}

async function readText(filePath: string): Promise<string | null> {
  try {
    return await readFile(filePath, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError(
      'storage',
      `"${path.basename(filePath)}" can't be read; check its permissions.`,
      { file: filePath },
      error,
    );
  }
}

interface Opened<T> {
  readonly value: T;
  readonly notices: readonly string[];
  readonly writable: boolean;
}

async function recover<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
  reason: string,
): Promise<Opened<T>> {
  const aside = await setAside(filePath, nowMs);
  const found = `The ${format.what} is damaged (${reason}). It was kept as "${path.basename(aside)}"`;
  for (const copy of goodCopyPaths(filePath, GOOD_COPIES)) {
    const text = await readText(copy);
    const parsed = text === null ? null : format.parse(text);
    if (parsed?.state === 'good') {
      await writeFileAtomically(filePath, text as string);
      return { value: parsed.value, notices: [`${found}; the last good copy is in use.`], writable: true };
    }
  }
  const wayOn =
    fallback === null
      ? `correct it, name it "${path.basename(filePath)}" again and start Sextant anew`
      : 'defaults are in use';
  return { value: fallback, notices: [`${found}; ${wayOn}.`], writable: true };
}

async function load<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
): Promise<Opened<T>> {
  const text = await readText(filePath);
  if (text === null) return { value: fallback, notices: [], writable: true };
  const parsed = format.parse(text);
  switch (parsed.state) {
    case 'good':
      return { value: parsed.value, notices: [], writable: true };
    case 'newer':
      return {
        value: parsed.value ?? fallback,
        notices: [
          `The ${format.what} was written by a newer version of Sextant (schema ${parsed.schemaVersion}). ` +
            'It is left as it is, and changes are not saved; update Sextant to change it.',
        ],
        writable: false,
      };
    case 'damaged':
      return recover(filePath, format, fallback, nowMs, parsed.message);
  }
}

/**
 * Opens a value kept in a file: a missing file gives the fallback, a damaged one is set aside and the last good copy
 * used, one of a newer version is read-only. Throws AppError `storage` where the file can't be read at all.
 */
export async function openDocument<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
): Promise<Document<T>> {
  // Other documents of the folder may be in the middle of a write.
  await sweepTemporaryFiles(path.dirname(filePath), path.basename(filePath));
  const opened = await load(filePath, format, fallback, nowMs);
  let { value } = opened;
  let tail: Promise<unknown> = Promise.resolve();

  async function write(next: T): Promise<void> {
    await keepGoodCopy(filePath, GOOD_COPIES);
    await writeFileAtomically(filePath, format.format(next));
    value = next;
  }

  return {
    get: () => value,
    notices: opened.notices,
    writable: opened.writable,
    async save(next) {
      if (!opened.writable) {
        throw new AppError(
          'conflict',
          `The ${format.what} belongs to a newer version of Sextant and can't be changed; update Sextant.`,
        );
      }
      // One write at a time, or two would rotate the good copies at once.
      const written = tail.then(() => write(next));
      tail = written.catch(() => undefined);
      await written;
    },
  };
}
