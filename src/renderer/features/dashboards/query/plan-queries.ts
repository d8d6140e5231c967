import type { BuiltinContext } from '../../../../shared/dashboards/variables/builtins.ts';
import {
  type FilledVariables,
  interpolatePromql,
  interpolateText,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { DataPanel, PromqlTarget } from '../../../../shared/domain/dashboard-panel.ts';
import { parseDurationMs } from '../../../../shared/domain/duration.ts';

/** A query of a panel with its variables filled in. */
export interface PanelQuery {
  readonly refId: string;
  readonly expr: string;
  /** Series names, `{{label}}` still in them; '' for the labels themselves. */
  readonly legend: string;
}

/** What a panel asks: over the range, and at its end. */
export interface QueryPlan {
  readonly range: readonly PanelQuery[];
  readonly instant: readonly PanelQuery[];
}

/** How a kind of panel wants its values. */
type Wanted = 'range' | 'instant' | 'either';

const WANTED: Readonly<Record<DataPanel['kind'], Wanted>> = {
  timeseries: 'range',
  heatmap: 'range',
  stat: 'either',
  gauge: 'either',
  bargauge: 'either',
  piechart: 'either',
  table: 'instant',
  barchart: 'instant',
  histogram: 'range',
  'state-timeline': 'range',
  text: 'range',
  alertlist: 'range',
};

/** Targets that are asked: PromQL with text in it that is not switched off. */
export function activeTargets(panel: DataPanel): PromqlTarget[] {
  return panel.targets.filter(
    (target): target is PromqlTarget =>
      target.kind === 'promql' && target.hidden !== true && target.expr.trim() !== '',
  );
}

/** A target with its variables filled in. */
export function fillTarget(
  target: PromqlTarget,
  variables: FilledVariables,
  builtins: BuiltinContext,
): PanelQuery {
  const legend = target.legend === '__auto' ? '' : (target.legend ?? '');
  return {
    refId: target.refId,
    expr: interpolatePromql(target.expr, variables, builtins).text,
    legend: interpolateText(legend, variables, builtins).text,
  };
}

/** Transformations that calculate over time. */
const OVER_TIME: ReadonlySet<string> = new Set(['reduce', 'seriesToRows']);

/** A table whose transformations calculate over the time range. */
function takesSeries({ transformations }: DataPanel): boolean {
  return transformations.some(({ id, disabled }) => OVER_TIME.has(id) && disabled !== true);
}

/** The queries of a panel. Where a kind can show both, a target that asks for an instant alone gets one. */
export function planQueries(
  panel: DataPanel,
  variables: FilledVariables,
  builtins: BuiltinContext,
): QueryPlan {
  const wanted = WANTED[panel.kind];
  const readsSeries = panel.kind === 'table' && takesSeries(panel);
  const range: PanelQuery[] = [];
  const instant: PanelQuery[] = [];
  for (const target of activeTargets(panel)) {
    const isInstant =
      !(readsSeries && target.instant !== true && target.format !== 'table') &&
      (wanted === 'instant' || (wanted === 'either' && target.instant === true && target.range !== true));
    (isInstant ? instant : range).push(fillTarget(target, variables, builtins));
  }
  return { range, instant };
}

function readDurationMs(
  text: string | undefined,
  variables: FilledVariables,
  builtins: BuiltinContext,
): number {
  if (text === undefined || text === '') return 0;
  const filled = interpolateText(text, variables, builtins)
    .text.replace(/^[<>]=?/, '')
    .trim();
  try {
    return parseDurationMs(filled);
  } catch {
    // A least step that can't be read limits nothing.
    return 0;
  }
}

/** The least step of a panel, ms: one for all its targets, so that their series share a grid. */
export function minStepMs(panel: DataPanel, variables: FilledVariables, builtins: BuiltinContext): number {
  const own = readDurationMs(panel.interval, variables, builtins);
  const targets = activeTargets(panel).map(({ interval }) => readDurationMs(interval, variables, builtins));
  return Math.max(builtins.scrapeIntervalMs, own, ...targets);
}

/** How many times wider than needed the panel's step is. */
export function stepFactor(panel: DataPanel): number {
  return Math.max(1, ...activeTargets(panel).map(({ intervalFactor }) => intervalFactor ?? 1));
}
