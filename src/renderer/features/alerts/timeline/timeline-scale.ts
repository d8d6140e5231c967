const STEPS_MS = [
  1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000,
  14_400_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
];
const MAX_TICKS = 6;
/** Width of a label in a narrow window, of the whole. */
const LABEL_SHARE = 0.08;
/** A span is seen, however short it was. */
const MIN_WIDTH = '3px';

/** Where a span lies in its strip. */
export function placeOf(
  fromMs: number,
  toMs: number,
  startMs: number,
  endMs: number,
): { left: string; width: string } {
  const rangeMs = endMs - startMs;
  const width = (100 * (toMs - fromMs)) / rangeMs;
  return { left: `${(100 * (fromMs - startMs)) / rangeMs}%`, width: `max(${MIN_WIDTH}, ${width}%)` };
}

/** Round times of a range, at most six; none so near its end that its text would be cut off. */
export function timelineTicks(startMs: number, endMs: number): readonly number[] {
  const stepMs =
    STEPS_MS.find((step) => (endMs - startMs) / step <= MAX_TICKS) ?? (endMs - startMs) / MAX_TICKS;
  const lastMs = endMs - LABEL_SHARE * (endMs - startMs);
  const ticks: number[] = [];
  for (let atMs = Math.ceil(startMs / stepMs) * stepMs; atMs < lastMs; atMs += stepMs) ticks.push(atMs);
  return ticks;
}
