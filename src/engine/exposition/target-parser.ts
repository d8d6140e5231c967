import type { ScrapeSettings } from '../../shared/domain/scrape-settings.ts';
import type { MetricMetadata } from '../../shared/domain/series.ts';
import { ClassicHistograms } from './classic-histograms.ts';
import type { PageFormat } from './negotiation.ts';
import { type Page, PageParser } from './page-parser.ts';
import { type HistogramSink, ProtobufParser } from './protobuf/protobuf-parser.ts';

/** How histograms are taken in. */
export type HistogramSettings = Pick<
  ScrapeSettings,
  'alwaysScrapeClassicHistograms' | 'convertClassicHistogramsToNhcb'
>;

/** Parses the pages of one target, whatever format each of them is in. */
export class TargetParser {
  private readonly lines = new PageParser();
  private readonly protobuf: ProtobufParser;
  private last: PageParser | ProtobufParser = this.lines;

  /** What classic histograms become; null where they stay as they are. */
  private readonly classic: ClassicHistograms | null;

  constructor(scrape: HistogramSettings) {
    this.classic = scrape.convertClassicHistogramsToNhcb
      ? new ClassicHistograms(scrape.alwaysScrapeClassicHistograms)
      : null;
    this.protobuf = new ProtobufParser(
      scrape.alwaysScrapeClassicHistograms,
      scrape.convertClassicHistogramsToNhcb,
    );
  }

  /** Forgets all slots, as is needed when the appender renumbered them. */
  forget(): void {
    this.lines.forget();
    this.protobuf.forget();
    this.classic?.forget();
  }

  /** The metric families of the last page; the same array while nothing changed. */
  listFamilies(): readonly MetricMetadata[] {
    return this.last.listFamilies();
  }

  /** Samples of the last page whose series the sink dropped; they are among those that `parse` counts. */
  get samplesDropped(): number {
    return this.last.samplesDropped + (this.last === this.lines ? (this.classic?.samplesDropped ?? 0) : 0);
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
    const { classic, lines } = this;
    if (classic === null) return lines.parse(page, format, honorTimestamps, sink);
    if (classic.isOutgrown) this.forget();
    classic.begin(sink);
    const samples = lines.parse(page, format, honorTimestamps, classic);
    return samples + classic.finish(lines.listFamilies());
  }
}
