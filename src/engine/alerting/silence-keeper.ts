import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Silence, type SilenceDraft, silenceState } from '../../shared/domain/silence.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { AlertStore } from './alert-store.ts';
import { checkSilence, SilenceIndex } from './silences.ts';

/** Expired silences are listed for this long, as in Alertmanager. */
const EXPIRED_KEPT_MS = 5 * 86_400_000;

/** The silences of an environment: what was saved is on disk before it counts. */
export class SilenceKeeper {
  readonly index: SilenceIndex;
  private readonly store: AlertStore;
  private readonly clock: Clock;

  constructor(store: AlertStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
    this.index = new SilenceIndex(store.listSilences());
  }

  list(): readonly Silence[] {
    this.dropOld();
    return this.index.list();
  }

  /** Throws AppError `bad_data` for one that hides nothing or everything, `not_found` and `conflict` for old ones. */
  save(draft: SilenceDraft): Silence {
    const nowMs = this.clock.wallMs();
    checkSilence(draft, nowMs);
    if (draft.id !== null) this.requireAlive(draft.id, nowMs);
    const silence: Silence = {
      ...draft,
      id: draft.id ?? randomUUID(),
      createdBy: draft.createdBy.trim() || userName(),
      updatedAtMs: nowMs,
    };
    this.keep(silence);
    return silence;
  }

  expire(id: string): void {
    const nowMs = this.clock.wallMs();
    const silence = this.requireAlive(id, nowMs);
    const startsAtMs = Math.min(silence.startsAtMs, nowMs);
    this.keep({ ...silence, startsAtMs, endsAtMs: nowMs, updatedAtMs: nowMs });
  }

  private keep(silence: Silence): void {
    this.store.saveSilence(silence);
    this.index.set(silence);
  }

  private requireAlive(id: string, nowMs: number): Silence {
    const silence = this.index.get(id);
    if (silence === null) throw new AppError('not_found', 'There is no such silence any more.');
    if (silenceState(silence, nowMs) === 'expired') {
      throw new AppError('conflict', 'The silence has ended; make a new one with its matchers.');
    }
    return silence;
  }

  private dropOld(): void {
    const nowMs = this.clock.wallMs();
    for (const { id, endsAtMs } of this.index.list()) {
      if (nowMs - endsAtMs <= EXPIRED_KEPT_MS) continue;
      this.store.deleteSilence(id);
      this.index.delete(id);
    }
  }
}

/** The name of the computer's user, for who made what; '' where the system knows none. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the user database has no name.
    return '';
  }
}
