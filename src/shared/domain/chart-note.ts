/** A note at a time, drawn over all charts of its environment; ms UTC. */
export interface ChartNote {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
}

/** An environment keeps so many; the oldest go first. */
export const MAX_CHART_NOTES = 1_000;
export const MAX_CHART_NOTE_TEXT = 500;
