import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packReply, unpackReply } from './packed-reply.ts';

/** As the bridge does: all of it copied. */
const cross = (value: unknown): unknown => unpackReply(structuredClone(packReply(value)));

describe('a packed reply', () => {
  it('is what it was, whatever numbers, texts and columns it holds', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.string(),
      fc.constant(null),
      fc.boolean(),
      fc.constantFrom('\u0000', '\u0000n1', '\u0000f0:1'),
      fc.float64Array({ maxLength: 9 }),
      fc.uint8Array({ maxLength: 9 }),
    );
    const key = fc.constantFrom('labels', 'values', 'present', 'histograms');
    const data = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(data, (value) => {
        expect(cross(value)).toEqual(value);
      }),
    );
  });

  it('keeps a column whose bytes lie in the middle of others', () => {
    const column = new Float64Array([0, 1.5, Number.NaN, -0, 4]).subarray(1, 4);
    expect(cross({ present: new Uint8Array([1]), column })).toEqual({ present: new Uint8Array([1]), column });
  });
});
