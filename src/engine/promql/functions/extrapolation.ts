/** How far the samples reach in their window; times in ms. */
export interface Coverage {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly sampleCount: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Seconds between the first and last sample, and how far to extrapolate at both ends: to the end of the window when the
 * sample is near (1.1 mean intervals), else by half an interval (promql/functions.go, extrapolatedRate).
 */
export function extentOf({ firstMs, lastMs, sampleCount, startMs, endMs }: Coverage): {
  sampled: number;
  toStart: number;
  toEnd: number;
} {
  const sampled = (lastMs - firstMs) / 1000;
  const meanInterval = sampled / (sampleCount - 1);
  const threshold = meanInterval * 1.1;
  const toStart = (firstMs - startMs) / 1000;
  const toEnd = (endMs - lastMs) / 1000;
  return {
    sampled,
    toStart: toStart >= threshold ? meanInterval / 2 : toStart,
    toEnd: toEnd >= threshold ? meanInterval / 2 : toEnd,
  };
}

/** The factor that turns the change between the first and last sample into that of the window; a counter is not taken below zero. */
export function extrapolationFactor(
  coverage: Coverage,
  firstValue: number,
  change: number,
  isCounter: boolean,
): number {
  const { sampled, toStart, toEnd } = extentOf(coverage);
  let start = toStart;
  if (isCounter && change > 0 && firstValue >= 0) start = Math.min(start, sampled * (firstValue / change));
  return (sampled + start + toEnd) / sampled;
}
