import { networkInterfaces } from 'node:os';
import type { Gap, GapReason } from '../../shared/domain/gap.ts';
import type { ScrapeFailure, ScrapeFailureReason, ScrapeSummary } from '../../shared/domain/target.ts';
import { CLOCK_SET_BACK_MS } from '../model/clock-jump.ts';
import { formatSpan } from '../model/span.ts';
import type { Clock, Logger } from '../ports.ts';
import { GapFile } from './gap-file.ts';
import { GapLog } from './gap-log.ts';

const HEARTBEAT_MS = 5_000;
/** A heartbeat that comes so much later than due was kept from it by more than a busy computer. */
const ASLEEP_AFTER_MS = 15_000;
/** A restart that takes no longer is no gap. */
const RESTART_MS = 30_000;
const SAVE_AFTER_MS = 2_000;

const REFUSED: ReadonlySet<ScrapeFailureReason> = new Set([
  'unauthorized',
  'forbidden',
  'credential_missing',
  'credential_locked',
  'credential_unavailable',
  'credential_origin_changed',
]);
const UNREACHED: ReadonlySet<ScrapeFailureReason> = new Set(['dns_failure', 'connect_timeout']);

/** What an engine does: `suspended` while the computer sleeps, `paused` while the user holds it. */
type Activity = 'running' | 'paused' | 'suspended';

/** What watching for gaps needs of the engine. */
export interface GapWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the gaps are kept; null for memory only. */
  readonly directory: string | null;
  /** The newest stored sample, ms UTC; null where there is none. */
  readonly newestSampleMs: number | null;
  /** The clock jumped, or the engine runs again: what is scheduled must be scheduled anew. */
  readonly onTimeChanged: () => void;
  /** Whether the computer has a network beside itself. */
  readonly hasNetwork?: () => boolean;
}

function hasOwnNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address)),
  );
}

/** Notices why there are no samples, and keeps the reasons. */
export class GapWatch {
  private readonly options: GapWatchOptions;
  private readonly hasNetwork: () => boolean;
  private readonly file: GapFile | null;
  private readonly log: GapLog;
  private beatWallMs: number;
  private beatMonotonicMs: number;
  private cancelBeat: () => void = () => {};
  private cancelSave: (() => void) | null = null;
  private activity: Activity = 'running';

  constructor(options: GapWatchOptions) {
    const { clock, directory, logger } = options;
    this.options = options;
    this.hasNetwork = options.hasNetwork ?? hasOwnNetwork;
    this.file = directory === null ? null : new GapFile(directory, logger);
    const now = clock.wallMs();
    const endedMs = Math.min(options.newestSampleMs ?? now, now);
    const earlier = (this.file?.load() ?? []).map((gap) =>
      gap.endMs === null ? { ...gap, endMs: Math.max(gap.startMs, endedMs) } : gap,
    );
    this.log = new GapLog(earlier, () => this.scheduleSave());
    this.beatWallMs = now;
    this.beatMonotonicMs = clock.monotonicMs();
    this.noteStart(options.newestSampleMs, now);
    this.scheduleBeat();
  }

  list(minMs: number, maxMs: number): Gap[] {
    return this.log.list(minMs, maxMs);
  }

  /** What keeps all of the targets from being scraped now; null where nothing does that they have in common. */
  interruption(targetIds: readonly string[]): 'offline' | 'asleep' | 'paused' | null {
    if (this.activity !== 'running') return this.activity === 'suspended' ? 'asleep' : 'paused';
    const isOffline = (id: string): boolean => this.log.openReason(id) === 'offline';
    return targetIds.length > 0 && targetIds.every(isOffline) ? 'offline' : null;
  }

  forgetBefore(ms: number): void {
    this.log.forgetBefore(ms);
  }

  /** Takes a scrape's outcome of a target at a host. */
  noteScrape(targetId: string, host: string, { atMs, failure }: ScrapeSummary): void {
    if (failure === null) {
      this.log.end(targetId, atMs);
      this.log.end(null, atMs, 'clock_set_back');
    } else this.log.begin(targetId, this.reasonOf(failure, host), atMs, failure.message);
  }

  /** A target that is no more has no gap that lasts. */
  endTarget(targetId: string): void {
    this.log.end(targetId, this.options.clock.wallMs());
  }

  setActivity(activity: Activity): void {
    if (activity === this.activity) return;
    this.activity = activity;
    const now = this.options.clock.wallMs();
    if (activity === 'running') {
      this.log.end(null, now);
      this.beat(false);
      this.options.onTimeChanged();
    } else if (activity === 'suspended') this.log.begin(null, 'asleep', now, 'The computer was asleep.');
    else this.log.begin(null, 'paused', now, 'Scraping was paused.');
  }

  close(): void {
    this.cancelBeat();
    this.cancelSave?.();
    this.cancelSave = null;
    this.file?.save(this.log.list());
  }

  private noteStart(newestMs: number | null, nowMs: number): void {
    if (newestMs === null) return;
    if (nowMs - newestMs > RESTART_MS) {
      const message = `Sextant did not run for ${formatSpan(nowMs - newestMs)}.`;
      this.log.add({ targetId: null, reason: 'not_running', startMs: newestMs, endMs: nowMs, message });
    } else if (newestMs - nowMs > CLOCK_SET_BACK_MS) this.noteSetBack(nowMs, newestMs - nowMs);
  }

  private noteSetBack(nowMs: number, byMs: number): void {
    const message = `The clock was set back by ${formatSpan(byMs)}: what had these times before is set aside.`;
    this.log.begin(null, 'clock_set_back', nowMs, message);
    this.options.logger.warn('the clock was set back', { byMs: Math.round(byMs) });
  }

  private reasonOf({ reason }: ScrapeFailure, host: string): GapReason {
    if (REFUSED.has(reason)) return 'refused';
    if (reason === 'network_unreachable') return 'offline';
    const isNear = /^(?:localhost|127\.|\[::1\])/.test(host);
    return UNREACHED.has(reason) && !isNear && !this.hasNetwork() ? 'offline' : 'down';
  }

  private scheduleBeat(): void {
    this.cancelBeat = this.options.clock.setTimer(HEARTBEAT_MS, () => {
      this.beat(true);
      this.scheduleBeat();
    });
  }

  /** Compares the clock with what it should show. */
  private beat(tellsJumps: boolean): void {
    const { clock } = this.options;
    const wallMs = clock.wallMs();
    const lastWallMs = this.beatWallMs;
    const lastMonotonicMs = this.beatMonotonicMs;
    this.beatWallMs = wallMs;
    this.beatMonotonicMs = clock.monotonicMs();
    const expectedMs = lastWallMs + (this.beatMonotonicMs - lastMonotonicMs);
    if (wallMs < expectedMs - CLOCK_SET_BACK_MS) {
      this.noteSetBack(wallMs, expectedMs - wallMs);
      if (tellsJumps) this.options.onTimeChanged();
    } else if (wallMs - lastWallMs > HEARTBEAT_MS + ASLEEP_AFTER_MS && this.activity === 'running') {
      if (!tellsJumps) return;
      const message = `The computer was asleep for ${formatSpan(wallMs - lastWallMs)}.`;
      this.log.add({ targetId: null, reason: 'asleep', startMs: lastWallMs, endMs: wallMs, message });
      this.options.onTimeChanged();
    }
  }

  private scheduleSave(): void {
    if (this.file === null || this.cancelSave !== null) return;
    this.cancelSave = this.options.clock.setTimer(SAVE_AFTER_MS, () => {
      this.cancelSave = null;
      this.file?.save(this.log.list());
    });
  }
}
