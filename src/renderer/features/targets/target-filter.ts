import type { TargetView } from '../../../shared/domain/target.ts';

export const TARGET_STATES = ['all', 'up', 'down', 'other'] as const;

export type TargetState = (typeof TARGET_STATES)[number];

export interface TargetFilter {
  readonly state: TargetState;
  /** Words that all must be in the name, the URL, a label or the failure; `name=value` is a label and its value. */
  readonly text: string;
}

const RANKS: Readonly<Record<TargetView['health'], number>> = { down: 0, unknown: 1, dropped: 2, up: 3 };

function stateOf({ health }: TargetView): Exclude<TargetState, 'all'> {
  return health === 'up' || health === 'down' ? health : 'other';
}

function textOf({ endpointName, url, labels, lastScrape }: TargetView): string {
  const pairs = labels.map(([name, value]) => `${name}=${value}`);
  return [endpointName, url, ...pairs, lastScrape?.failure?.message ?? ''].join('\n').toLowerCase();
}

/** Targets that pass, failing ones first, else in their own order. */
export function filterTargets(
  targets: readonly TargetView[],
  { state, text }: TargetFilter,
): readonly TargetView[] {
  const words = text.toLowerCase().replaceAll('"', '').split(/\s+/).filter(Boolean);
  return targets
    .filter((target) => state === 'all' || stateOf(target) === state)
    .filter((target) => {
      if (words.length === 0) return true;
      const all = textOf(target);
      return words.every((word) => all.includes(word));
    })
    .sort((a, b) => RANKS[a.health] - RANKS[b.health]);
}

/** How many targets are in each state. */
export function countTargets(targets: readonly TargetView[]): Readonly<Record<TargetState, number>> {
  const counts = { all: targets.length, up: 0, down: 0, other: 0 };
  for (const target of targets) counts[stateOf(target)] += 1;
  return counts;
}
