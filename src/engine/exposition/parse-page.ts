import { Buffer } from 'node:buffer';
import type { LabelPair } from '../../shared/domain/series.ts';
import { HASH, NEWLINE } from './byte-cursor.ts';
import { MODE_NONE, modeOfType, type NormalisationMode, normaliseBounds } from './label-values.ts';
import type { ExpositionFormat } from './negotiation.ts';
import { OpenMetricsReader } from './openmetrics-reader.ts';
import type { Exemplar, MetaLine, PageReader } from './page-reader.ts';
import { StringCache } from './string-cache.ts';
import { TextReader } from './text-reader.ts';

export interface PageSample {
  readonly kind: 'sample';
  /** The series as it stands on the page, with the blanks before the value. */
  readonly raw: string;
  /** Metric name first, then in the page's order; `le` and `quantile` in normal form. */
  readonly pairs: readonly LabelPair[];
  readonly value: number;
  /** Ms UTC; null where the line has none. */
  readonly timestampMs: number | null;
  readonly exemplar: Exemplar | null;
}

/** A line of a page; empty lines and "# EOF" are left out. */
export type PageLine = PageSample | Exclude<MetaLine, { kind: 'eof' }>;

/** A reader at the start of a page, whose bytes are copied. */
export function openPage(body: Uint8Array, format: ExpositionFormat): PageReader {
  const bytes = Buffer.alloc(body.length + 1, NEWLINE);
  bytes.set(body);
  const strings = new StringCache();
  return format === 'text'
    ? new TextReader(bytes, body.length, strings)
    : new OpenMetricsReader(bytes, body.length, strings);
}

/**
 * A whole page, line by line, with the strictness of a Prometheus 3 scraper. For pages that are read once; scrapes go
 * through PageParser. Throws ExpositionError.
 */
export function parsePage(body: Uint8Array, format: ExpositionFormat): PageLine[] {
  const reader = openPage(body, format);
  const { bytes } = reader;
  const lines: PageLine[] = [];
  let mode: NormalisationMode = MODE_NONE;
  while (reader.skipToLine()) {
    if (bytes[reader.pos] === HASH) {
      const meta = reader.readMeta();
      if (meta.kind === 'eof') break;
      if (meta.kind === 'type') mode = modeOfType(meta.type);
      lines.push(meta);
      continue;
    }
    const start = reader.pos;
    reader.readSeries();
    const raw = bytes.toString('utf8', start, reader.pos);
    normaliseBounds(reader.pairs, mode);
    reader.readSample();
    lines.push({
      kind: 'sample',
      raw,
      pairs: reader.pairs.slice(),
      value: reader.value,
      timestampMs: Number.isNaN(reader.timestampMs) ? null : reader.timestampMs,
      exemplar: reader.exemplar,
    });
  }
  return lines;
}
