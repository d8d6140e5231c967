import type { LabelSet } from '../../../shared/domain/series.ts';

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint): bigint => wrap((value << bits) | (value >> (64n - bits)));
const round = (accumulator: bigint, input: bigint): bigint =>
  wrap(rotate(wrap(accumulator + input * PRIME_2), 31n) * PRIME_1);
const mergeRound = (hash: bigint, accumulator: bigint): bigint =>
  wrap((hash ^ round(0n, accumulator)) * PRIME_1 + PRIME_4);

/** XXH64 with seed 0 (xxHash specification). */
export function xxHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let at = 0;
  let hash: bigint;
  if (length >= 32) {
    const lanes: [bigint, bigint, bigint, bigint] = [wrap(PRIME_1 + PRIME_2), PRIME_2, 0n, wrap(-PRIME_1)];
    for (; at + 32 <= length; at += 32) {
      for (let lane = 0; lane < 4; lane++) {
        lanes[lane] = round(lanes[lane] as bigint, view.getBigUint64(at + lane * 8, true));
      }
    }
    const [a, b, c, d] = lanes;
    hash = wrap(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
    for (const lane of lanes) hash = mergeRound(hash, lane);
  } else {
    hash = PRIME_5;
  }
  hash = wrap(hash + BigInt(length));
  for (; at + 8 <= length; at += 8) {
    hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * PRIME_1 + PRIME_4);
  }
  if (at + 4 <= length) {
    hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    at += 4;
  }
  for (; at < length; at++)
    hash = wrap(rotate(hash ^ wrap(BigInt(bytes[at] as number) * PRIME_5), 11n) * PRIME_1);
  hash = wrap((hash ^ (hash >> 33n)) * PRIME_2);
  hash = wrap((hash ^ (hash >> 29n)) * PRIME_3);
  return hash ^ (hash >> 32n);
}

/** A length: one byte, or 255 and three bytes for 255 and above. */
function encodeLength(length: number): number[] {
  return length < 255 ? [length] : [255, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff];
}

/** A number from 0 to 1 that depends on the labels alone: the XXH64 of their strings with lengths, over 2^64, as in Prometheus. */
export function labelsHashRatio(labels: LabelSet): number {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const pair of labels) {
    for (const part of pair) {
      const encoded = encoder.encode(part);
      bytes.push(...encodeLength(encoded.length), ...encoded);
    }
  }
  return Number(xxHash64(Uint8Array.from(bytes))) / 2 ** 64;
}
