import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CredentialParse,
  type CredentialSet,
  parseCredentialFile,
  parseTokenList,
} from './credentials.ts';

/** Where credentials come from; asked before each request is judged, so a rotation needs no restart. */
export interface CredentialSource {
  /** The credentials in force now; never rejects: a source that can't be read keeps its last good set. */
  current(): Promise<CredentialSet>;
}

/** What the sources write to: one line of text without its newline. */
export type LogLine = (line: string) => void;

const NO_CREDENTIALS: CredentialSet = { bearer: [], basic: [] };

// Keeps the last good set over bad reads, and logs each change between good and bad once.
function createKeeper(name: string, log: LogLine) {
  let kept = NO_CREDENTIALS;
  let lastReason: string | undefined;
  return (parse: CredentialParse): CredentialSet => {
    if (parse.ok) {
      if (lastReason !== undefined) log(`metrics endpoint: ${name} is usable again`);
      lastReason = undefined;
      kept = parse.credentials;
    } else if (parse.reason !== lastReason) {
      const consequence =
        kept === NO_CREDENTIALS ? 'it gives access to nobody' : 'the last good credentials stay in force';
      log(`metrics endpoint: ${name} can't be used, ${parse.reason}; ${consequence}`);
      lastReason = parse.reason;
    }
    return kept;
  };
}

/** Credentials held by the program itself. */
export function createStaticSource(credentials: CredentialSet): CredentialSource {
  return { current: async () => credentials };
}

/** Bearer tokens of an environment variable, read anew for each request. */
export function createEnvironmentSource(variable: string, log: LogLine): CredentialSource {
  const keep = createKeeper(`environment variable ${variable}`, log);
  return {
    current: async () => {
      const text = process.env[variable];
      return keep(text === undefined ? { ok: false, reason: 'it is not set' } : parseTokenList(text));
    },
  };
}

/** How a credentials file is looked at again. */
export interface FileSourceOptions {
  path: string;
  /** The file's size and time are looked at no more often than this. */
  recheckMs: number;
  /** A changed file is believed once it has stayed the same for this long. */
  settleMs: number;
}

async function fingerprint(path: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path);
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * Credentials of a file, read again when the file has changed: on demand, so there is no watcher to close and a
 * mounted secret that is swapped by a symbolic link is seen too.
 */
export function createFileSource(options: FileSourceOptions, log: LogLine): CredentialSource {
  const keep = createKeeper(`credentials file ${options.path}`, log);
  let kept = NO_CREDENTIALS;
  let readPrint: string | undefined;
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<CredentialSet> | undefined;

  async function refresh(): Promise<CredentialSet> {
    try {
      const print = await fingerprint(options.path);
      if (print !== readPrint) {
        // The change may still be under way: a plain token cut short looks like a token.
        if (kept !== NO_CREDENTIALS) await delay(options.settleMs);
        const text = await readFile(options.path, 'utf8');
        if (print !== (await fingerprint(options.path))) return kept;
        kept = keep(parseCredentialFile(text));
        readPrint = print;
      }
    } catch (error) {
      readPrint = undefined;
      kept = keep({ ok: false, reason: `reading it failed with ${(error as NodeJS.ErrnoException).code}` });
    }
    checkedAtMs = performance.now();
    return kept;
  }

  return {
    current: async () => {
      if (performance.now() - checkedAtMs < options.recheckMs) return kept;
      pending ??= refresh().finally(() => {
        pending = undefined;
      });
      return await pending;
    },
  };
}
