import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PAGE_PADDING } from '../exposition/page-parser.ts';
import { PageBody, PageBuffers, readBody } from './page-body.ts';

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function textOf(body: PageBody): string {
  const { bytes, end } = body.page();
  return bytes.toString('utf8', 0, end);
}

describe('a body', () => {
  it.each([undefined, 'identity', 'gzip'])('is read with the encoding %s', async (encoding) => {
    const text = 'metric{a="b"} 1\n'.repeat(5_000);
    const sent = encoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
    const body = new PageBody(new PageBuffers(), 1_000_000, 10);
    await readBody(chunks(sent.subarray(0, 100), sent.subarray(100)), encoding, body);
    expect(textOf(body)).toBe(text);
    expect(body.page().bytes.length).toBeGreaterThanOrEqual(text.length + PAGE_PADDING);
  });

  it('reads gzip of several members, as Prometheus does', async () => {
    const body = new PageBody(new PageBuffers(), 1_000, 10);
    await readBody(chunks(Buffer.concat([gzipSync('a 1\n'), gzipSync('b 2\n')])), 'gzip', body);
    expect(textOf(body)).toBe('a 1\nb 2\n');
  });

  it('fails at the limit, which counts unpacked bytes, and reads no more', async () => {
    const pulled: number[] = [];
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(pulled.push(0), 'x').subarray(0, 100);
    }
    await expect(
      readBody(endless(), undefined, new PageBody(new PageBuffers(), 1_000, 10)),
    ).rejects.toMatchObject({
      failure: { reason: 'body_limit' },
    });
    expect(pulled.length).toBeLessThan(100);
    const bomb = chunks(gzipSync(Buffer.alloc(10_000_000)));
    await expect(readBody(bomb, 'gzip', new PageBody(new PageBuffers(), 1_000, 10))).rejects.toMatchObject({
      failure: { reason: 'body_limit' },
    });
  });

  it('fails on gzip that is cut short or none at all', async () => {
    const cut = gzipSync('a 1\n'.repeat(1_000)).subarray(0, 30);
    const body = () => new PageBody(new PageBuffers(), 100_000, 10);
    await expect(readBody(chunks(cut), 'gzip', body())).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
    await expect(readBody(chunks(Buffer.from('a 1')), 'gzip', body())).rejects.toMatchObject({
      code: 'Z_DATA_ERROR',
    });
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
