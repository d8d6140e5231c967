/** A place on a grid 24 columns wide, in cells. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlaps(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Lets panels rise into free room, one after the other, and moves those down that would lie on earlier ones. */
function settleInOrder<T extends Place>(panels: readonly T[]): T[] {
  const settled: T[] = [];
  for (const panel of panels) {
    let at: T = panel;
    const isFree = (y: number): boolean => !settled.some((other) => overlaps({ ...at, y }, other));
    while (at.y > 0 && isFree(at.y - 1)) at = { ...at, y: at.y - 1 };
    for (let below = settled.find((other) => overlaps(at, other)); below !== undefined; ) {
      at = { ...at, y: below.y + below.height };
      below = settled.find((other) => overlaps(at, other));
    }
    settled.push(at);
  }
  return settled;
}

/** As `settleInOrder`, from the top and from the left, as Grafana's grid does. */
export function settle<T extends Place>(panels: readonly T[]): T[] {
  return settleInOrder([...panels].sort((a, b) => a.y - b.y || a.x - b.x));
}

/**
 * The grid after `moved` was put to its place among `others`: those whose middle lies above its leading edge stay before
 * it, the rest makes room. `fromY` is where it came from; moving down, its lower edge leads.
 */
export function settleAround<T extends Place>(moved: T, others: readonly T[], fromY: number): T[] {
  const edge = moved.y > fromY ? moved.y + moved.height : moved.y;
  const sorted = [...others].sort((a, b) => a.y - b.y || a.x - b.x);
  const isBefore = (one: T): boolean => one.y + one.height / 2 < edge;
  return settleInOrder([...sorted.filter(isBefore), moved, ...sorted.filter((one) => !isBefore(one))]);
}
