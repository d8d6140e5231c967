import type { AlertTransition } from '../../shared/domain/alert.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RuleGroupDefinition } from './definition.ts';
import type { RestoreOptions } from './restore.ts';
import type { RuleGroup } from './rule-group.ts';
import { type Grid, gridOf, ticks } from './schedule.ts';

/** What a runner tells and needs. */
export interface GroupRunnerPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly restore: RestoreOptions;
  /** Called around each evaluation, so that others know when nothing runs. */
  started(): void;
  ended(transitions: readonly AlertTransition[], atMs: number, intervalMs: number): void;
}

/** A group that is evaluated on its own grid until it is stopped. */
export interface GroupRunner {
  readonly group: RuleGroup;
  /** Takes a changed definition when no evaluation runs. */
  update(definition: RuleGroupDefinition, intervalMs: number): Promise<readonly AlertTransition[]>;
  /** Ends the schedule and waits for an evaluation that runs (its query is aborted). */
  stop(): Promise<void>;
}

/** Starts to evaluate a group. Where `restored` is false, its alerts are restored after the second evaluation. */
export function startGroupRunner(
  group: RuleGroup,
  definition: RuleGroupDefinition,
  restored: boolean,
  ports: GroupRunnerPorts,
): GroupRunner {
  const { clock, logger } = ports;
  let evaluationsUntilRestore = restored ? 0 : 2;
  let abort = new AbortController();
  let loop = run(gridOf(definition.file, definition.name, group.intervalMs), abort.signal);

  async function evaluate(atMs: number, signal: AbortSignal): Promise<void> {
    let transitions: readonly AlertTransition[] = [];
    ports.started();
    try {
      transitions = await group.evaluate(atMs, signal);
      if (evaluationsUntilRestore > 0 && !signal.aborted) {
        evaluationsUntilRestore--;
        if (evaluationsUntilRestore === 0) await group.restore(atMs, ports.restore);
      }
    } catch (error) {
      logger.error('rule group evaluation failed', { group: definition.name, error: String(error) });
    } finally {
      ports.ended(transitions, atMs, group.intervalMs);
    }
  }

  async function run(grid: Grid, signal: AbortSignal): Promise<void> {
    for await (const tick of ticks(clock, grid, signal)) {
      if (tick.missedSlots > 0) {
        logger.info('rule evaluations missed', { group: definition.name, missed: tick.missedSlots });
      }
      if (tick.setBackMs > 0) group.noteSetBack(tick.setBackMs);
      if (tick.slept) group.delayPending(tick.missedSlots * grid.intervalMs);
      await evaluate(tick.atMs, signal);
    }
  }

  async function stop(): Promise<void> {
    abort.abort();
    await loop;
  }

  return {
    group,
    stop,
    async update(next, intervalMs) {
      await stop();
      const transitions = group.update(next, intervalMs, clock.wallMs());
      abort = new AbortController();
      loop = run(gridOf(next.file, next.name, intervalMs), abort.signal);
      return transitions;
    },
  };
}
