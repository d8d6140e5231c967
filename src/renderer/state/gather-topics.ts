import type { InvalidationTopic } from '../../shared/domain/engine-status.ts';

/** Pages ask again this long after the first of some invalidations. */
const GATHER_MS = 50;

/**
 * Gathers invalidations that come close together into one: an engine whose clock is moved on, or that catches up, tells
 * hundreds at once, and each would be rendered by itself.
 */
export function gatherTopics(
  invalidate: (topics: readonly InvalidationTopic[]) => void,
): (topics: readonly InvalidationTopic[]) => void {
  const gathered = new Set<InvalidationTopic>();
  let isWaiting = false;
  return (topics) => {
    for (const topic of topics) gathered.add(topic);
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      const all = [...gathered];
      gathered.clear();
      invalidate(all);
    }, GATHER_MS);
  };
}
