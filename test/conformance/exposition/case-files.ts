import { existsSync, readFileSync } from 'node:fs';
import type { ExpectedEntry } from './expected-entries.ts';

/** A line of parser-cases.jsonl. */
export interface ParserCase {
  readonly id: string;
  readonly format: 'text004' | 'openmetrics1';
  readonly input?: string;
  readonly inputBase64?: string;
  readonly valid: boolean;
  readonly expected?: readonly ExpectedEntry[];
  readonly prometheus242Accepts: boolean;
}

/** The page of a case. */
export function readBody(test: ParserCase): Buffer {
  return test.inputBase64 === undefined
    ? Buffer.from(test.input ?? '')
    : Buffer.from(test.inputBase64, 'base64');
}

/** The content of a JSON file, null where there is none. */
export function readJson<T>(path: string): T | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}
