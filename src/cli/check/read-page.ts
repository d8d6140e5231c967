import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { createSystemClock } from '../../engine/clock.ts';
import type { PageFormat } from '../../engine/exposition/negotiation.ts';
import { fetchPage } from '../../engine/scrape/fetch-page.ts';
import { PageBuffers } from '../../engine/scrape/page-body.ts';
import { UndiciHttpClient } from '../../engine/scrape/undici-http-client.ts';
import { AppError } from '../../shared/errors.ts';
import { NO_SECRETS } from '../engine/local-engine.ts';
import { createStderrLogger } from '../engine/stderr-logger.ts';
import { urlEndpoint } from '../engine/url-endpoint.ts';
import { APP_VERSION } from '../version.ts';

/** A page and the format that it is in. */
export interface ReadPage {
  readonly bytes: Uint8Array;
  readonly format: PageFormat;
}

const FIRST_FIELD = 0x0a;
const LOOKED_AT_BYTES = 65_536;

/** Whether a message of some length begins with its first field, a text, and has bytes that no text has. */
function isProtobuf(bytes: Buffer): boolean {
  let at = 0;
  while (at < 5 && ((bytes[at] ?? 0) & 0x80) !== 0) at++;
  if (bytes[at + 1] !== FIRST_FIELD) return false;
  return bytes.subarray(0, LOOKED_AT_BYTES).some((byte) => byte < 9);
}

/** OpenMetrics is what ends with its mark; a page that is cut off counts as text. */
function guessFormat(bytes: Buffer): PageFormat {
  if (isProtobuf(bytes)) return 'protobuf';
  return /(?:^|\n)# EOF\n?$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 8)))
    ? 'openmetrics'
    : 'text';
}

async function readUrl(url: string): Promise<ReadPage> {
  const clock = createSystemClock();
  const http = new UndiciHttpClient(clock);
  // The URL was typed by hand.
  http.addresses.refuse('none');
  const context = {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    logger: createStderrLogger(false),
    appVersion: APP_VERSION,
  };
  try {
    const page = await fetchPage(urlEndpoint(url, null), context, new AbortController().signal);
    const { failure, body, format } = page;
    if (failure !== null) throw new AppError('unavailable', `${failure.message} ${failure.remedy}`);
    if (body === null) throw new Error('a page without a failure has a body');
    const { bytes, end } = body.page();
    const copy = Uint8Array.from(bytes.subarray(0, end));
    body.release();
    return { bytes: copy, format };
  } finally {
    await http.close();
  }
}

/** Reads a page from a file, a URL or (for "-") the standard input. Throws AppError. */
export async function readPage(source: string): Promise<ReadPage> {
  if (/^https?:\/\//i.test(source)) return readUrl(source);
  let bytes: Buffer;
  try {
    bytes = source === '-' ? await buffer(process.stdin) : await readFile(source);
  } catch (error) {
    throw new AppError('not_found', `${source} can't be read: ${(error as Error).message}`);
  }
  return { bytes, format: guessFormat(bytes) };
}
