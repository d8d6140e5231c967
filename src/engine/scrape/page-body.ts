import { Buffer } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PAGE_PADDING, type Page } from '../exposition/page-parser.ts';
import { formatBytes, ScrapeFailedError, scrapeFailure } from './scrape-failure.ts';

const SMALLEST_BUFFER = 16 * 1024;
const BUFFERS_KEPT = 4;
const LARGEST_BUFFER_KEPT = 8 * 1024 * 1024;

/** Buffers for pages being read, used again by the next scrape: a page's bytes are needed only until it is parsed. */
export class PageBuffers {
  private readonly free: Buffer[] = [];

  take(minBytes: number): Buffer {
    const at = this.free.findIndex((buffer) => buffer.length >= minBytes);
    if (at >= 0) return this.free.splice(at, 1)[0] as Buffer;
    return Buffer.allocUnsafeSlow(Math.max(SMALLEST_BUFFER, 2 ** Math.ceil(Math.log2(minBytes))));
  }

  give(buffer: Buffer): void {
    if (buffer.length > LARGEST_BUFFER_KEPT) return;
    this.free.push(buffer);
    this.free.sort((a, b) => a.length - b.length);
    // The smallest goes: a large one serves any page.
    if (this.free.length > BUFFERS_KEPT) this.free.shift();
  }
}

/** Collects decompressed bytes up to a limit. */
export class PageBody {
  private buffer: Buffer;
  private length = 0;
  private released = false;
  private readonly buffers: PageBuffers;
  private readonly limitBytes: number;

  constructor(buffers: PageBuffers, limitBytes: number, expectedBytes: number) {
    this.buffers = buffers;
    this.limitBytes = limitBytes;
    this.buffer = buffers.take(Math.min(expectedBytes, limitBytes) + PAGE_PADDING);
  }

  get receivedBytes(): number {
    return this.length;
  }

  append(chunk: Uint8Array): void {
    // A stream that is torn down may still hand over what it had.
    if (this.released) return;
    const length = this.length + chunk.length;
    if (length >= this.limitBytes) {
      throw new ScrapeFailedError(
        scrapeFailure(
          'body',
          'body_limit',
          `The page is larger than the limit of ${formatBytes(this.limitBytes)}; reading was stopped there.`,
          "Expose fewer series, or raise the endpoint's limit for the page size.",
          200,
        ),
      );
    }
    if (length + PAGE_PADDING > this.buffer.length) {
      const larger = this.buffers.take(Math.max(length + PAGE_PADDING, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffers.give(this.buffer);
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length = length;
  }

  /** The page; valid until `release`. */
  page(): Page {
    return { bytes: this.buffer, end: this.length };
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.buffers.give(this.buffer);
  }
}

/**
 * Unpacks a gzip body into `into`. Throws ScrapeFailedError where it becomes too big, and zlib's error; `deadline` ends
 * it early.
 */
export async function unpackBody(
  packed: PageBody,
  into: PageBody,
  deadline: { guard(end: () => void): void },
): Promise<void> {
  const stop = new AbortController();
  deadline.guard(() => stop.abort());
  const { bytes, end } = packed.page();
  const gunzip = createGunzip();
  const taking = pipeline(
    gunzip,
    async (unpacked: AsyncIterable<Uint8Array>) => {
      for await (const chunk of unpacked) into.append(chunk);
    },
    { signal: stop.signal },
  );
  gunzip.end(bytes.subarray(0, end));
  await taking;
}
