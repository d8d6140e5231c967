import type { RangeResult } from '../../shared/domain/query.ts';
import type { Unit } from '../lib/units.ts';
import type { Plot, PlotColors, PlotSeries, StateSpan } from './plot.ts';

/** What a value means: its name and colour. */
export interface StateName {
  readonly text: string;
  /** `#rrggbb` */
  readonly color: string;
}

export interface StatesOptions {
  readonly nameState: (value: number) => StateName;
  readonly colors: PlotColors;
  readonly unit: Unit;
  readonly utc: boolean;
}

/** Neighbouring steps of the same state as one span. */
function spansOf(series: PlotSeries, count: number, nameState: StatesOptions['nameState']): StateSpan[] {
  const spans: StateSpan[] = [];
  let open: { from: number; state: StateName } | null = null;
  const close = (to: number): void => {
    if (open !== null) spans.push({ from: open.from, to, color: open.state.color, text: open.state.text });
    open = null;
  };
  for (let i = 0; i < count; i++) {
    const value = series.values[i] as number;
    if ((series.present !== null && series.present[i] !== 1) || Number.isNaN(value)) {
      close(i);
      continue;
    }
    const state = nameState(value);
    const before = open as { from: number; state: StateName } | null;
    if (before !== null && before.state.text === state.text && before.state.color === state.color) continue;
    close(i);
    open = { from: i, state };
  }
  close(count);
  return spans;
}

/** Series as rows of named states over time, first series on top. */
export function buildStates(
  result: RangeResult,
  series: readonly PlotSeries[],
  options: StatesOptions,
): Plot {
  const rows = series.length;
  return {
    kind: 'states',
    startMs: result.startMs,
    endMs: Math.max(result.endMs, result.startMs + result.stepMs),
    stepMs: result.stepMs,
    count: result.count,
    series,
    stacked: null,
    heatmap: null,
    overlays: [],
    states: series.map((one) => spansOf(one, result.count, options.nameState)),
    area: false,
    y: {
      min: 0,
      max: Math.max(1, rows),
      scale: 'linear',
      unit: options.unit,
      ticks: series.map(({ name }, row) => ({ value: rows - row - 0.5, label: name })),
    },
    yRight: null,
    connectSteps: 0,
    thresholds: [],
    regions: [],
    gaps: [],
    marks: [],
    colors: options.colors,
    utc: options.utc,
  };
}
