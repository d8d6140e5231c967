import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { METRIC_NAME_LABEL } from '../../src/shared/domain/series.ts';
import { BenchWorkload } from './tsdb-workload.ts';

const PIECE_LINES = 200;

/** What the server exposes: `targets` pages at /0, /1 ..., whose values move on once an interval. */
export interface ExpositionShape {
  readonly targets: number;
  readonly series: number;
  readonly intervalMs: number;
}

/** What one scraper fetched since the last reset, told by its User-Agent up to the slash. */
export interface ScraperCount {
  readonly samples: number;
  /** Ms between two scrapes of one target. */
  readonly gapsMs: readonly number[];
}

interface Scraper {
  samples: number;
  gapsMs: number[];
  readonly lastMs: Map<string, number>;
}

class Page {
  readonly #workload: BenchWorkload;
  readonly #prefixes: readonly string[];
  readonly #seconds: number;
  body = '';

  constructor(series: number, seed: number, seconds: number) {
    // Equal targets have equal series, as replicas of one service do.
    this.#workload = new BenchWorkload('', series, seed);
    this.#seconds = seconds;
    this.#prefixes = this.#workload.labels.map((labels) => {
      const name = labels.find(([label]) => label === METRIC_NAME_LABEL)?.[1];
      const rest = labels.filter(([label, value]) => label !== METRIC_NAME_LABEL && value !== '');
      return `${name}{${rest.map(([label, value]) => `${label}="${value}"`).join(',')}} `;
    });
  }

  /** In small pieces, between which requests are answered. */
  async step(): Promise<void> {
    this.#workload.step(this.#seconds);
    const { values } = this.#workload;
    let text = '';
    for (const [i, prefix] of this.#prefixes.entries()) {
      text += `${prefix}${values[i]}\n`;
      if (i % PIECE_LINES === PIECE_LINES - 1) await nextTurn();
    }
    this.body = text;
  }
}

/**
 * Moves the pages on, one after the other. Not when they are asked for: requests that come together would wait for each
 * other's pages, and be noted later than they came.
 */
async function stepInTurns(pages: readonly Page[], intervalMs: number): Promise<void> {
  const startMs = performance.now();
  for (let turn = 1; ; turn++) {
    await sleep(startMs + (turn * intervalMs) / pages.length - performance.now());
    await pages[turn % pages.length]?.step();
  }
}

/** In a process of its own: the shape is its argument, any message asks for the counts since the last one. */
async function serve({ targets, series, intervalMs }: ExpositionShape): Promise<void> {
  const pages = Array.from({ length: targets }, (_, i) => new Page(series, i + 1, intervalMs / 1000));
  for (const page of pages) await page.step();
  void stepInTurns(pages, intervalMs);
  const scrapers = new Map<string, Scraper>();
  const server = createServer((request, response) => {
    const nowMs = performance.now();
    const target = request.url?.slice(1) ?? '';
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(pages[Number(target)]?.body ?? '');
    const name = request.headers['user-agent']?.split('/')[0] ?? '';
    let scraper = scrapers.get(name);
    if (scraper === undefined) {
      scraper = { samples: 0, gapsMs: [], lastMs: new Map() };
      scrapers.set(name, scraper);
    }
    scraper.samples += series;
    const lastMs = scraper.lastMs.get(target);
    if (lastMs !== undefined) scraper.gapsMs.push(nowMs - lastMs);
    scraper.lastMs.set(target, nowMs);
  });
  server.keepAliveTimeout = 120_000;
  process.on('message', () => {
    const counts = [...scrapers].map(([name, { samples, gapsMs }]) => [name, { samples, gapsMs }]);
    for (const scraper of scrapers.values()) {
      scraper.samples = 0;
      scraper.gapsMs = [];
    }
    process.send?.(counts);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

if (process.send !== undefined) void serve(JSON.parse(process.argv[2] ?? '{}') as ExpositionShape);
