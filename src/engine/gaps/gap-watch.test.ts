import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SILENT_LOGGER } from '../../../test/support/fake-ports.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { NOTHING_DROPPED, type ScrapeFailureReason, type ScrapeSummary } from '../../shared/domain/target.ts';
import { GapWatch } from './gap-watch.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;

let clock: ManualClock;
let directory: string;
let network: boolean;
let timeChanges: number;

beforeEach(() => {
  clock = new ManualClock(START);
  directory = mkdtempSync(join(tmpdir(), 'sextant-gaps-'));
  network = true;
  timeChanges = 0;
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function watch(newestSampleMs: number | null = null): GapWatch {
  return new GapWatch({
    clock,
    logger: SILENT_LOGGER,
    directory,
    newestSampleMs,
    onTimeChanged: () => timeChanges++,
    hasNetwork: () => network,
  });
}

function summary(reason: ScrapeFailureReason | null): ScrapeSummary {
  return {
    atMs: clock.wallMs(),
    durationMs: 1,
    samplesScraped: 0,
    samplesPostRelabeling: 0,
    dropped: NOTHING_DROPPED,
    seriesAdded: 0,
    bodyBytes: 0,
    contentType: '',
    failure:
      reason === null ? null : { reason, step: 'tcp', message: `it is ${reason}`, remedy: '', status: null },
  };
}

function all(gaps: GapWatch) {
  return gaps
    .list(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
    .map(({ targetId, reason, startMs, endMs }) => [
      targetId,
      reason,
      startMs - START,
      endMs === null ? null : endMs - START,
    ]);
}

describe('gaps', () => {
  it('have a reason in common while no target can be reached for want of a network, or scraping is paused', () => {
    const gaps = watch();
    gaps.noteScrape('a', 'shop:1', summary('network_unreachable'));
    expect(gaps.interruption(['a', 'b'])).toBeNull();
    gaps.noteScrape('b', 'shop:2', summary('network_unreachable'));
    expect(gaps.interruption(['a', 'b'])).toBe('offline');
    expect(gaps.interruption([])).toBeNull();
    gaps.noteScrape('b', 'shop:2', summary(null));
    expect(gaps.interruption(['a', 'b'])).toBeNull();
    gaps.setActivity('paused');
    expect(gaps.interruption(['a', 'b'])).toBe('paused');
    gaps.setActivity('suspended');
    expect(gaps.interruption(['a', 'b'])).toBe('asleep');
  });

  it('are those of a target from its first failed scrape to its next good one, by cause', async () => {
    const gaps = watch();
    gaps.noteScrape('a', 'shop:1', summary(null));
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary('connection_refused'));
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary('parse_error'));
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary('unauthorized'));
    network = false;
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary('dns_failure'));
    gaps.noteScrape('b', 'localhost:1', summary('connect_timeout'));
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary(null));
    expect(all(gaps)).toEqual([
      ['a', 'down', 1_000, 3_000],
      ['a', 'refused', 3_000, 4_000],
      ['a', 'offline', 4_000, 5_000],
      ['b', 'down', 4_000, null],
    ]);
    expect(gaps.list(START + 4_500, START + 4_600).map(({ reason }) => reason)).toEqual(['offline', 'down']);
  });

  it('tell of a sleep by the clock alone', async () => {
    const gaps = watch();
    await clock.advance(12_000);
    clock.setWall(START + 8 * HOUR);
    await clock.advance(10_000);
    expect(all(gaps)).toEqual([[null, 'asleep', 10_000, 8 * HOUR + 3_000]]);
    expect(timeChanges).toBe(1);
  });

  it('tell of a sleep that the host announced once, and of a pause', async () => {
    const gaps = watch();
    await clock.advance(12_000);
    gaps.setActivity('suspended');
    clock.setWall(START + 8 * HOUR);
    gaps.setActivity('running');
    await clock.advance(10_000);
    gaps.setActivity('paused');
    await clock.advance(60_000);
    gaps.setActivity('running');
    expect(all(gaps)).toEqual([
      [null, 'asleep', 12_000, 8 * HOUR],
      [null, 'paused', 8 * HOUR + 10_000, 8 * HOUR + 70_000],
    ]);
  });

  it('tell of a clock that was set back until the next scrape at its new times', async () => {
    const gaps = watch();
    await clock.advance(10_000);
    clock.setWall(START - HOUR);
    await clock.advance(10_000);
    expect(all(gaps)).toEqual([[null, 'clock_set_back', 5_000 - HOUR, null]]);
    expect(timeChanges).toBe(1);
    gaps.noteScrape('a', 'shop:1', summary(null));
    expect(all(gaps)).toEqual([[null, 'clock_set_back', 5_000 - HOUR, 10_000 - HOUR]]);
  });

  it('do not tell of a clock that was trimmed by seconds', async () => {
    const gaps = watch();
    await clock.advance(10_000);
    clock.setWall(START + 6_000);
    await clock.advance(5_000);
    expect(all(gaps)).toEqual([]);
  });

  it('are kept over a restart, which is one itself', async () => {
    const gaps = watch();
    gaps.noteScrape('a', 'shop:1', summary('connection_refused'));
    await clock.advance(1_000);
    gaps.noteScrape('a', 'shop:1', summary(null));
    gaps.noteScrape('b', 'shop:1', summary('connection_refused'));
    await clock.advance(60_000);
    // Killed: what is on disk is what was written by itself.
    await clock.advance(HOUR);
    const later = watch(START + 30_000);
    expect(all(later)).toEqual([
      ['a', 'down', 0, 1_000],
      ['b', 'down', 1_000, 30_000],
      [null, 'not_running', 30_000, HOUR + 61_000],
    ]);
    later.close();
    gaps.close();
  });

  it('of a history whose times are ahead of the clock are explained at the start', () => {
    expect(all(watch(START + HOUR))).toEqual([[null, 'clock_set_back', 0, null]]);
  });

  it.each(['', '{', '[]', '{"version":1,"gaps":[{"reason":"x"}]}'])(
    'begin anew with a file of %j',
    (text) => {
      writeFileSync(join(directory, 'gaps.json'), text);
      const gaps = watch();
      expect(all(gaps)).toEqual([]);
      gaps.close();
      expect(JSON.parse(readFileSync(join(directory, 'gaps.json'), 'utf8'))).toEqual({
        version: 1,
        gaps: [],
      });
    },
  );

  it('are bounded in number', async () => {
    const gaps = watch();
    for (let i = 0; i < 2_100; i++) {
      gaps.noteScrape('a', 'shop:1', summary(i % 2 === 0 ? 'connection_refused' : 'unauthorized'));
      await clock.advance(1);
    }
    expect(all(gaps).length).toBeLessThanOrEqual(2_001);
    gaps.close();
  });
});
