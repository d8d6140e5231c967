import { Buffer } from 'node:buffer';
import { Worker } from 'node:worker_threads';
import parsePeer from 'parse-prometheus-text-format';
import { createSystemClock } from '../../src/engine/clock.ts';
import {
  PAGE_PADDING,
  type Page,
  PageParser,
  type PageSink,
} from '../../src/engine/exposition/page-parser.ts';
import { ExemplarStore } from '../../src/engine/model/exemplars.ts';
import { MetadataStore } from '../../src/engine/model/metadata.ts';
import { PageBuffers } from '../../src/engine/scrape/page-body.ts';
import { TargetScraper } from '../../src/engine/scrape/target-scraper.ts';
import { UndiciHttpClient } from '../../src/engine/scrape/undici-http-client.ts';
import type { Row, RowAppender } from '../../src/engine/storage.ts';
import type { LabelSet } from '../../src/shared/domain/series.ts';
import { NO_SECRETS, SILENT_LOGGER, testEndpoint } from '../support/fake-ports.ts';
import { type Bench, type BenchFigure, figure } from './bench.ts';
import { compareDisk, journalBytesPerSample } from './ingest-disk.ts';
import { compareWithPeers } from './ingest-prometheus.ts';
import { isInstalled } from './query-peers.ts';

const SERIES = 10_000;
const PAGES = 12;
const ROUNDS = 7;

/** A page of 50 series a family, with the mix of values that services show: counters, seconds, full doubles. */
function pageText(scrape: number): string {
  const lines: string[] = [];
  for (let series = 0; series < SERIES; series++) {
    const family = Math.floor(series / 50);
    const i = series % 50;
    if (i === 0) {
      lines.push(
        `# HELP app_requests_${family}_total Number of requests that part ${family} of the service handled.`,
      );
      lines.push(`# TYPE app_requests_${family}_total counter`);
    }
    const value =
      i % 14 === 0
        ? String(series * 0.731 + scrape * 0.017)
        : i % 3 === 0
          ? ((series * 13 + scrape * 7) / 100).toFixed(2)
          : String(series * 1000 + scrape * (i + 1));
    lines.push(
      `app_requests_${family}_total{method="GET",path="/api/v1/resource/${i}",status="200",zone="eu-west-${i % 3}"} ${value}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function shuffled(text: string, seed: number): string {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  let state = seed;
  for (let i = lines.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const k = state % (i + 1);
    [lines[i], lines[k]] = [lines[k] as string, lines[i] as string];
  }
  return `${lines.join('\n')}\n`;
}

function toPage(text: string): Page {
  const end = Buffer.byteLength(text);
  const bytes = Buffer.alloc(end + PAGE_PADDING);
  bytes.write(text);
  return { bytes, end };
}

class ArraySink implements PageSink {
  readonly values = new Float64Array(SERIES);
  readonly state = new Uint8Array(SERIES);
  private slots = 0;

  resolveSlot(): number {
    return this.slots++;
  }

  setAt(): void {}
  countDuplicate(): void {}
  addExemplar(): void {}
}

/** Keeps the last row alone: the cheapest storage there can be. */
class LastRow implements RowAppender {
  readonly layoutVersion = 1;
  private readonly slots = new Map<string, number>();
  private values = new Float64Array(2 * SERIES);
  private state = new Uint8Array(2 * SERIES);

  get slotCount(): number {
    return this.slots.size;
  }

  labelsAt(): LabelSet {
    return [];
  }

  limitSlots(): void {}

  freeIdleSlots(): number {
    return 0;
  }

  slot(labels: readonly (readonly [string, string])[]): number {
    const key = labels.join('\uffff');
    const slot = this.slots.get(key) ?? this.slots.size;
    this.slots.set(key, slot);
    return slot;
  }

  begin(atMs: number): Row {
    this.state.fill(0);
    return {
      atMs,
      values: this.values,
      state: this.state,
      setAt() {},
      setHistogram() {},
      countDuplicate() {},
      clear: () => this.state.fill(0),
      commit: () => ({
        samplesAppended: SERIES,
        seriesAdded: 0,
        staleMarks: 0,
        outOfOrder: 0,
        duplicates: 0,
        outOfBounds: 0,
      }),
    };
  }

  close(): void {}
}

/** Ns of CPU time per sample of `rounds` runs, each of all given works: what else the machine does counts less so. */
function timeRounds(rounds: number, works: readonly (() => void)[]): number[] {
  return Array.from({ length: rounds }, () => {
    const started = process.cpuUsage();
    for (const work of works) work();
    const { user, system } = process.cpuUsage(started);
    return ((user + system) * 1e3) / (SERIES * works.length);
  });
}

function parseRounds(pages: readonly Page[]): number[] {
  const parser = new PageParser();
  const sink = new ArraySink();
  const works = pages.map((page) => () => {
    sink.state.fill(0);
    parser.parse(page, 'text', true, sink);
  });
  timeRounds(2, works);
  return timeRounds(ROUNDS, works);
}

async function serve(pages: readonly string[]): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     let next = 0;
     const server = require('node:http').createServer((_, response) => {
       response.setHeader('Content-Type', 'text/plain; version=0.0.4');
       response.end(workerData[next++ % workerData.length]);
     });
     server.keepAliveTimeout = 60000;
     server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true, workerData: pages.map((page) => Buffer.from(page)) },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  return { url: `http://127.0.0.1:${port}/metrics`, stop: () => worker.terminate() };
}

async function scrapeRounds(pages: readonly string[]): Promise<number[]> {
  const clock = createSystemClock();
  const http = new UndiciHttpClient(clock);
  const { url, stop } = await serve(pages);
  const scraper = new TargetScraper(testEndpoint({ url }), new LastRow(), {
    clock,
    http,
    secrets: NO_SECRETS,
    buffers: new PageBuffers(),
    appVersion: '0.0.0',
    metadata: new MetadataStore(),
    exemplars: new ExemplarStore(),
    logger: SILENT_LOGGER,
  });
  const never = new AbortController().signal;
  const samples: number[] = [];
  for (let i = 0; i < 40; i++) {
    const startedMs = performance.now();
    const result = await scraper.scrape(i, never);
    if (result?.summary.samplesScraped !== SERIES) throw new Error(`scrape ${i} failed`);
    samples.push(((performance.now() - startedMs) * 1e6) / SERIES);
  }
  await http.close();
  await stop();
  return samples.slice(10);
}

async function besidePrometheus(): Promise<BenchFigure[]> {
  if (!isInstalled('prometheus') || !isInstalled('promtool')) {
    console.log(
      '  skipped: the comparison with prometheus, which is not installed (Debian package prometheus)',
    );
    return [];
  }
  return [...(await compareDisk()), ...(await compareWithPeers(journalBytesPerSample(5_000)))];
}

/**
 * Parsing against the usual npm parser, whole scrapes over loopback HTTP without a storage, and the engine beside the
 * real prometheus over the same pages.
 */
export const ingestBench: Bench = async () => {
  const texts = Array.from({ length: PAGES }, (_, scrape) => pageText(scrape));
  const first = texts[0] as string;
  const pages = texts.map(toPage);
  const peerWorks = [() => void parsePeer(first), () => void parsePeer(texts[1] as string)];
  timeRounds(3, peerWorks);
  const peer = { name: 'parse-prometheus-text-format', samples: timeRounds(5, peerWorks) };
  const orders = [1, 2, 3].map((seed) => toPage(shuffled(first, seed)));
  const fresh = () => void new PageParser().parse(pages[0] as Page, 'text', true, new ArraySink());
  timeRounds(6, [fresh]);
  return [
    figure('P1, parse, next scrape of a known page', 'ns/sample', parseRounds(pages), peer),
    figure('P3, parse, all lines in another order', 'ns/sample', parseRounds(orders), peer),
    figure('P3, parse, first scrape', 'ns/sample', timeRounds(ROUNDS, [fresh]), peer),
    figure('scrape over loopback HTTP, without storage', 'ns/sample', await scrapeRounds(texts)),
    ...(await besidePrometheus()),
  ];
};
