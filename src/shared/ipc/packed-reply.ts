import type { RequestName } from './channels.ts';

/**
 * Requests whose replies may hold thousands of series. Electron's context bridge copies every object and every column on
 * its own, which froze the window for seconds with 10,000 of them; a text and a run of bytes it copies at once.
 */
const PACKED: ReadonlySet<RequestName> = new Set<RequestName>([
  'engine.queryRange',
  'engine.queryInstant',
  'engine.listSeries',
  'compare.queryRange',
]);

/** A reply as it crosses the bridge: JSON in which columns stand as places in `bytes`. */
export interface PackedReply {
  readonly json: string;
  readonly bytes: Uint8Array;
}

type Column = Float64Array | Uint8Array;

/** Begins a text that stands for something that JSON has no word for; texts that begin so are marked too. */
const MARK = '\u0000';
/** Columns of floats must lie on multiples of their size. */
const ALIGNMENT = 8;

const paddedLength = (column: Column): number => Math.ceil(column.byteLength / ALIGNMENT) * ALIGNMENT;

/** Whether the reply to a request crosses the bridge packed. */
export function isPacked(name: RequestName): boolean {
  return PACKED.has(name);
}

/** Packs plain data with columns; what is undefined in it is left out. */
export function packReply(value: unknown): PackedReply {
  const columns: Column[] = [];
  let length = 0;
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Float64Array || part instanceof Uint8Array) {
      const place = `${part instanceof Float64Array ? 'f' : 'b'}${length}:${part.length}`;
      columns.push(part);
      length += paddedLength(part);
      return MARK + place;
    }
    if (typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0))) {
      return `${MARK}n${Object.is(part, -0) ? '-0' : part}`;
    }
    return typeof part === 'string' && part.startsWith(MARK) ? `${MARK}s${part}` : part;
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += paddedLength(column);
  }
  return { json, bytes };
}

/** What was packed; its columns are views into `bytes`. */
export function unpackReply({ json, bytes }: PackedReply): unknown {
  return restore(JSON.parse(json), bytes);
}

function restore(part: unknown, bytes: Uint8Array): unknown {
  if (typeof part === 'string') return part.startsWith(MARK) ? restoreMarked(part.slice(1), bytes) : part;
  if (Array.isArray(part)) {
    for (let i = 0; i < part.length; i++) part[i] = restore(part[i], bytes);
  } else if (typeof part === 'object' && part !== null) {
    const entries = part as Record<string, unknown>;
    for (const key of Object.keys(entries)) entries[key] = restore(entries[key], bytes);
  }
  return part;
}

function restoreMarked(text: string, bytes: Uint8Array): unknown {
  const rest = text.slice(1);
  if (text.startsWith('s')) return rest;
  if (text.startsWith('n')) return Number(rest);
  const [offset = 0, length = 0] = rest.split(':').map(Number);
  const Kind = text.startsWith('f') ? Float64Array : Uint8Array;
  return new Kind(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length);
}
