import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PAGE_PADDING } from '../exposition/page-parser.ts';
import { PageBody, PageBuffers, unpackBody } from './page-body.ts';

const NO_DEADLINE = { guard() {} };

function packedBody(bytes: Uint8Array): PageBody {
  const packed = new PageBody(new PageBuffers(), 1_000_000, 10);
  packed.append(bytes.subarray(0, 20));
  packed.append(bytes.subarray(20));
  return packed;
}

function textOf(body: PageBody): string {
  const { bytes, end } = body.page();
  return bytes.toString('utf8', 0, end);
}

describe('a body', () => {
  it('is kept as it comes, with room behind it', () => {
    const text = 'metric{a="b"} 1\n'.repeat(5_000);
    const body = new PageBody(new PageBuffers(), 1_000_000, 10);
    body.append(Buffer.from(text.slice(0, 100)));
    body.append(Buffer.from(text.slice(100)));
    expect(textOf(body)).toBe(text);
    expect(body.page().bytes.length).toBeGreaterThanOrEqual(text.length + PAGE_PADDING);
  });

  it('is unpacked', async () => {
    const text = 'metric{a="b"} 1\n'.repeat(5_000);
    const body = new PageBody(new PageBuffers(), 1_000_000, 10);
    await unpackBody(packedBody(gzipSync(text)), body, NO_DEADLINE);
    expect(textOf(body)).toBe(text);
  });

  it('reads gzip of several members, as Prometheus does', async () => {
    const body = new PageBody(new PageBuffers(), 1_000, 10);
    await unpackBody(packedBody(Buffer.concat([gzipSync('a 1\n'), gzipSync('b 2\n')])), body, NO_DEADLINE);
    expect(textOf(body)).toBe('a 1\nb 2\n');
  });

  it('fails at the limit, which counts unpacked bytes, and reads no more', async () => {
    const body = () => new PageBody(new PageBuffers(), 1_000, 10);
    expect(() => body().append(Buffer.alloc(1_000))).toThrow('larger than the limit');
    const bomb = packedBody(gzipSync(Buffer.alloc(10_000_000)));
    await expect(unpackBody(bomb, body(), NO_DEADLINE)).rejects.toMatchObject({
      failure: { reason: 'body_limit' },
    });
  });

  it('fails on gzip that is cut short or none at all', async () => {
    const cut = gzipSync('a 1\n'.repeat(1_000)).subarray(0, 30);
    const body = () => new PageBody(new PageBuffers(), 100_000, 10);
    await expect(unpackBody(packedBody(cut), body(), NO_DEADLINE)).rejects.toMatchObject({
      code: 'Z_BUF_ERROR',
    });
    await expect(unpackBody(packedBody(Buffer.from('a 1')), body(), NO_DEADLINE)).rejects.toMatchObject({
      code: 'Z_DATA_ERROR',
    });
  });

  it('stops unpacking when time is up', async () => {
    const body = new PageBody(new PageBuffers(), 100_000_000, 10);
    const late = { guard: (end: () => void) => end() };
    await expect(unpackBody(packedBody(gzipSync(Buffer.alloc(1_000_000))), body, late)).rejects.toMatchObject(
      {
        name: 'AbortError',
      },
    );
  });

  it('lends its buffer to the next page, but keeps no huge one', () => {
    const buffers = new PageBuffers();
    const small = buffers.take(1_000);
    buffers.give(small);
    expect(buffers.take(2_000) === small).toBe(true);
    const huge = buffers.take(9_000_000);
    buffers.give(huge);
    expect(buffers.take(8_500_000) === huge).toBe(false);
  });
});
