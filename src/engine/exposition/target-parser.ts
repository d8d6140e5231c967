import type { MetricMetadata } from '../../shared/domain/series.ts';
import type { PageFormat } from './negotiation.ts';
import { type Page, PageParser } from './page-parser.ts';
import { type HistogramSink, ProtobufParser } from './protobuf/protobuf-parser.ts';

/** Parses the pages of one target, whatever format each of them is in. */
export class TargetParser {
  private readonly lines = new PageParser();
  private readonly protobuf: ProtobufParser;
  private last: PageParser | ProtobufParser = this.lines;

  /** `keepsClassic`: the classic buckets of a native histogram are taken in beside it. */
  constructor(keepsClassic = false) {
    this.protobuf = new ProtobufParser(keepsClassic);
  }

  /** Forgets all slots, as is needed when the appender renumbered them. */
  forget(): void {
    this.lines.forget();
    this.protobuf.forget();
  }

  /** The metric families of the last page; the same array while nothing changed. */
  listFamilies(): readonly MetricMetadata[] {
    return this.last.listFamilies();
  }

  /** Samples of the last page whose series the sink dropped; they are among those that `parse` counts. */
  get samplesDropped(): number {
    return this.last.samplesDropped;
  }

  /**
   * Hands all samples of a page to the sink and answers their number. Throws ExpositionError (the sink then holds a
   * part of the page) and whatever the sink throws.
   */
  parse(page: Page, format: PageFormat, honorTimestamps: boolean, sink: HistogramSink): number {
    if (format === 'protobuf') {
      this.last = this.protobuf;
      return this.protobuf.parse(page, honorTimestamps, sink);
    }
    this.last = this.lines;
    return this.lines.parse(page, format, honorTimestamps, sink);
  }
}
