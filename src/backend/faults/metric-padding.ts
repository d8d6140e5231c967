import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { constants, crc32, deflateRawSync } from 'node:zlib';

const MEBIBYTE = 1024 * 1024;
const LINE = 'demo_padding_bytes 0.0000000000\n';

/** One MiB of valid metric text: the same sample again and again, so that nothing but its size is wrong. */
export const PADDING_BLOCK: Buffer = Buffer.from(LINE.repeat(MEBIBYTE / LINE.length));

// RFC 1952 section 2.3: magic, deflate, no flags, no time, unknown system.
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
const DEFLATE_END = Buffer.from([3, 0]);

async function writeBlock(response: ServerResponse, block: Buffer): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(block)) {
    // Without a pause a fast reader would keep this loop from ever giving way to other requests.
    await new Promise(setImmediate);
  } else {
    const gone = new AbortController();
    const leave = () => gone.abort();
    response.once('close', leave);
    await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
    response.off('close', leave);
  }
  return !response.destroyed;
}

/** Streams that many MiB of metric text as fast as the client reads; ends early when the client leaves. */
export async function streamPadding(response: ServerResponse, mebibytes: number): Promise<void> {
  for (let left = mebibytes; left > 0; left -= 1) if (!(await writeBlock(response, PADDING_BLOCK))) return;
  response.end();
}

/**
 * Streams a single gzip member (RFC 1952) that unpacks to that many MiB, about 1 KiB on the wire for each: a block
 * is compressed once, with a full flush so that it stands for itself, and sent again and again.
 */
export async function streamGzipBomb(response: ServerResponse, mebibytes: number): Promise<void> {
  const compressedBlock = deflateRawSync(PADDING_BLOCK, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  let checksum = 0;
  response.write(GZIP_HEADER);
  for (let left = mebibytes; left > 0; left -= 1) {
    checksum = crc32(PADDING_BLOCK, checksum);
    if (!(await writeBlock(response, compressedBlock))) return;
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE((mebibytes * MEBIBYTE) % 2 ** 32, 4);
  response.end(Buffer.concat([DEFLATE_END, trailer]));
}
