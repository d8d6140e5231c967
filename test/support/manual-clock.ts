import type { Clock } from '../../src/engine/ports.ts';

/** A clock that a test moves. Wall and monotonic time go together unless the wall is set. */
export class ManualClock implements Clock {
  private wall: number;
  private monotonic = 0;
  private readonly timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();

  constructor(wallMs: number) {
    this.wall = wallMs;
  }

  wallMs(): number {
    return this.wall;
  }

  monotonicMs(): number {
    return this.monotonic;
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.monotonic + delayMs, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  setWall(wallMs: number): void {
    this.wall = wallMs;
  }

  /** Time goes on until the wall shows `wallMs`; timers that become due meanwhile run at the next `advance`. */
  passTo(wallMs: number): void {
    this.monotonic += Math.max(0, wallMs - this.wall);
    this.wall = wallMs;
  }

  get timerCount(): number {
    return this.timers.size;
  }

  /** Moves on, runs what becomes due in its order and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.monotonic + ms;
    for (;;) {
      const due = [...this.timers].filter((timer) => timer.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (due === undefined) break;
      this.timers.delete(due);
      this.moveTo(Math.max(due.dueMs, this.monotonic));
      due.callback();
      await settle();
    }
    this.moveTo(end);
    await settle();
  }

  private moveTo(monotonic: number): void {
    this.wall += monotonic - this.monotonic;
    this.monotonic = monotonic;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
