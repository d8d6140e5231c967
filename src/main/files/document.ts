import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import {
  goodCopyPaths,
  keepGoodCopy,
  setAside,
  sweepTemporaryFiles,
  writeFileAtomically,
} from './atomic-file.ts';
import { createSerialQueue } from './serial-queue.ts';

const GOOD_COPIES = 3;
/** None of the app's files comes near it; a larger one would fill the memory, or not be a string at all. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What reading a document's text gave. A `newer` one can be shown as far as it is understood, but not written. */
export type ParsedDocument<T> =
  | { readonly state: 'good'; readonly value: T }
  | { readonly state: 'newer'; readonly value: T | null; readonly schemaVersion: number }
  | { readonly state: 'damaged'; readonly message: string };

/** How a value is written to text and read back. */
export interface DocumentFormat<T> {
  /** What the file is for a person, e.g. "settings file". */
  readonly what: string;
  /** People write the file too: one that is not valid is left as it is, for them to correct. */
  readonly editedByPeople?: boolean;
  parse(text: string): ParsedDocument<T>;
  /** `before` is the file as it was last read or written; null where there is none. May throw AppError. */
  format(value: T, before: { readonly text: string; readonly value: T } | null): string;
  /** What else the value depends on, as text; another one makes the file read again. */
  fingerprint?(text: string): string;
}

/** A value kept in a file. */
export interface Document<T> {
  readonly get: () => T;
  /** Sentences on what was found at opening, for the user; empty when all was well. */
  readonly notices: readonly string[];
  /** False for a file of a newer version, and for one that people have to correct. */
  readonly writable: boolean;
  /** Why it is not writable, for the user; null where it is. */
  readonly refusal: string | null;
  /** What the file held when it was last read or written; null where there was none. */
  readonly text: string | null;
  /** How many times since the opening someone else's text was found in the file. */
  readonly othersWrites: number;
  /** Takes over what others wrote into the file. Throws AppError `storage`, or `conflict` when it is not writable. */
  reread(): Promise<T>;
  /**
   * Keeps the value in the file. Throws AppError `storage`, or `conflict` when the file is not writable or, where people
   * edit it, was changed by someone else: that is taken over.
   */
  save(value: T): Promise<void>;
}

/** Why a file is too large to be read; null where it is not. */
async function oversizeOf(filePath: string): Promise<string | null> {
  const size = await stat(filePath).then(
    (found) => found.size,
    () => 0, // Reading it tells why it can't be read.
  );
  if (size <= MAX_BYTES) return null;
  return `it has ${Math.round(size / 1024 ** 2)} MiB, and at most ${MAX_BYTES / 1024 ** 2} MiB are read`;
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
  /** What the file held when it was last read or written; null where there was none. */
  readonly text: string | null;
  /** Why the file can't be written, for the user; null where it can. */
  readonly refusal: string | null;
  readonly notices: readonly string[];
  readonly fingerprint?: string;
}

interface GoodCopy<T> {
  readonly text: string;
  readonly value: T;
}

async function findGoodCopy<T>(filePath: string, format: DocumentFormat<T>): Promise<GoodCopy<T> | null> {
  for (const copy of goodCopyPaths(filePath, GOOD_COPIES)) {
    const text = (await oversizeOf(copy)) === null ? await readText(copy) : null;
    const parsed = text === null ? null : format.parse(text);
    if (text !== null && parsed?.state === 'good') return { text, value: parsed.value };
  }
  return null;
}

/** Keeps the file's present content as a good copy, once. */
async function keepCopyInUse(filePath: string, text: string): Promise<void> {
  const [newest] = goodCopyPaths(filePath, GOOD_COPIES);
  if (newest === undefined || (await readText(newest)) === text) return;
  await keepGoodCopy(filePath, GOOD_COPIES);
}

function refuseNewer(what: string): string {
  return `The ${what} belongs to a newer version of Sextant and can't be changed; update Sextant.`;
}

function refuseInvalid(what: string, filePath: string, reason: string): string {
  return `The ${what} is not valid (${reason}), and nothing is saved over it; correct "${filePath}" and save again.`;
}

async function replaceDamaged<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
  reason: string,
): Promise<Opened<T>> {
  const aside = await setAside(filePath, nowMs);
  const found = `The ${format.what} is damaged (${reason}). It was kept as "${path.basename(aside)}"`;
  const copy = await findGoodCopy(filePath, format);
  if (copy === null) {
    return { value: fallback, text: null, refusal: null, notices: [`${found}; defaults are in use.`] };
  }
  await writeFileAtomically(filePath, copy.text);
  return { ...copy, refusal: null, notices: [`${found}; the last good copy is in use.`] };
}

async function leaveInvalid<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  text: string,
  reason: string,
): Promise<Opened<T>> {
  const copy = await findGoodCopy(filePath, format);
  const inUse =
    copy === null ? 'there is no good copy to use instead' : 'the last good copy is in use, read-only';
  return {
    value: copy === null ? fallback : copy.value,
    text,
    refusal: refuseInvalid(format.what, filePath, reason),
    notices: [
      `The ${format.what} is not valid (${reason}). It is left as it is, and ${inUse}; ` +
        `correct "${filePath}", and it is read again.`,
    ],
  };
}

async function load<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
): Promise<Opened<T>> {
  const oversize = await oversizeOf(filePath);
  const text = oversize === null ? await readText(filePath) : '';
  if (text === null) return { value: fallback, text, refusal: null, notices: [] };
  const parsed = oversize === null ? format.parse(text) : ({ state: 'damaged', message: oversize } as const);
  switch (parsed.state) {
    case 'good':
      // A disk that is full or read-only is told when something is to be saved; reading goes on.
      if (format.editedByPeople) await keepCopyInUse(filePath, text).catch(() => undefined);
      return { value: parsed.value, text, refusal: null, notices: [] };
    case 'newer':
      return {
        value: parsed.value ?? fallback,
        text,
        refusal: refuseNewer(format.what),
        notices: [
          `The ${format.what} was written by a newer version of Sextant (schema ${parsed.schemaVersion}). ` +
            'It is left as it is, and changes are not saved; update Sextant to change it.',
        ],
      };
    case 'damaged':
      return format.editedByPeople
        ? leaveInvalid(filePath, format, fallback, text, parsed.message)
        : replaceDamaged(filePath, format, fallback, nowMs, parsed.message);
  }
}

function fingerprintOf<T>(format: DocumentFormat<T>, text: string | null): string {
  return text === null ? '' : (format.fingerprint?.(text) ?? '');
}

async function loadAgain<T>(
  filePath: string,
  format: DocumentFormat<T>,
  known: Opened<T>,
): Promise<Opened<T>> {
  const oversize = await oversizeOf(filePath);
  if (oversize !== null) {
    return { ...known, text: '', fingerprint: '', refusal: refuseInvalid(format.what, filePath, oversize) };
  }
  const text = await readText(filePath);
  const fingerprint = fingerprintOf(format, text);
  if (text === known.text && fingerprint === (known.fingerprint ?? '')) return known;
  const again = { ...known, text, fingerprint };
  if (text === null) return { ...again, refusal: null };
  const parsed = format.parse(text);
  switch (parsed.state) {
    case 'good':
      if (format.editedByPeople) await keepCopyInUse(filePath, text).catch(() => undefined);
      return { ...again, value: parsed.value, refusal: null };
    case 'newer':
      return { ...again, value: parsed.value ?? known.value, refusal: refuseNewer(format.what) };
    case 'damaged':
      return { ...again, refusal: refuseInvalid(format.what, filePath, parsed.message) };
  }
}

/**
 * Opens a value kept in a file: a missing file gives the fallback, one of a newer version is read-only. Instead of a
 * damaged one the last good copy is used, or else the fallback: the file is set aside or, where people edit it, left as
 * it is and read-only until it is valid. Throws AppError `storage` where the file can't be read at all.
 */
export async function openDocument<T>(
  filePath: string,
  format: DocumentFormat<T>,
  fallback: T,
  nowMs: number,
): Promise<Document<T>> {
  // Other documents of the folder may be in the middle of a write.
  await sweepTemporaryFiles(path.dirname(filePath), path.basename(filePath));
  const loaded = await load(filePath, format, fallback, nowMs);
  let current: Opened<T> = { ...loaded, fingerprint: fingerprintOf(format, loaded.text) };
  const { notices } = current;
  let othersWrites = 0;
  // One write at a time, or two would rotate the good copies at once.
  const inTurn = createSerialQueue();

  function requireWritable(): void {
    if (current.refusal !== null) throw new AppError('conflict', current.refusal, { file: filePath });
  }

  /** What people may have written in it can mean more than the value that was saved. */
  function readBack(text: string): T | null {
    const parsed = format.editedByPeople ? format.parse(text) : null;
    return parsed?.state === 'good' ? parsed.value : null;
  }

  async function write(value: T): Promise<void> {
    const { text: textBefore, value: valueBefore } = current;
    const text = format.format(value, textBefore === null ? null : { text: textBefore, value: valueBefore });
    if (!format.editedByPeople) await keepGoodCopy(filePath, GOOD_COPIES);
    else if (current.text !== null) await keepCopyInUse(filePath, current.text);
    await writeFileAtomically(filePath, text);
    current = { ...current, value: readBack(text) ?? value, text, fingerprint: fingerprintOf(format, text) };
    // The value is saved by now; the next save tells where a copy can't be kept.
    if (format.editedByPeople) await keepCopyInUse(filePath, text).catch(() => undefined);
  }

  async function reread(): Promise<T> {
    const { text: textBefore } = current;
    current = await loadAgain(filePath, format, current);
    if (current.text !== textBefore) othersWrites++;
    requireWritable();
    return current.value;
  }

  async function save(value: T): Promise<void> {
    const known = current.value;
    if (format.editedByPeople && (await reread()) !== known) {
      throw new AppError(
        'conflict',
        `The ${format.what} was changed by someone else and has been read anew; look at it and save again.`,
        { file: filePath },
      );
    }
    requireWritable();
    await write(value);
  }

  return {
    get: () => current.value,
    notices,
    get writable() {
      return current.refusal === null;
    },
    get refusal() {
      return current.refusal;
    },
    get text() {
      return current.text;
    },
    get othersWrites() {
      return othersWrites;
    },
    reread: () => inTurn(reread),
    save: (value) => inTurn(() => save(value)),
  };
}
