import { isDeepStrictEqual } from 'node:util';
import { exportGrafanaDashboard } from '../../../src/shared/dashboards/grafana/export-grafana.ts';
import type { ImportedDashboard } from '../../../src/shared/dashboards/grafana/import-grafana.ts';
import type { CaseResult } from '../group.ts';

/** What is known of a dashboard file, counted from the file by others; members may be missing. */
export interface DashboardSummary {
  readonly title?: string;
  readonly schemaVersion?: number;
  readonly panelTypes?: Readonly<Record<string, number>>;
  readonly variables?: Readonly<Record<string, number>>;
  readonly variableNames?: readonly string[];
  readonly variableQueryFunctions?: Readonly<Record<string, number>>;
  readonly variableOptions?: Readonly<Record<string, number>>;
  readonly targets?: number;
  readonly targetFormats?: Readonly<Record<string, number>>;
  readonly instantTargets?: number;
  readonly legendFormats?: number;
  readonly hiddenTargets?: number;
  readonly macros?: Readonly<Record<string, number>>;
  readonly transformations?: Readonly<Record<string, number>>;
  readonly units?: Readonly<Record<string, number>>;
  readonly overrides?: number;
  readonly repeats?: number;
  readonly repeatsWithRows?: number;
  readonly annotations?: number;
  readonly links?: number;
}

interface PanelJson {
  readonly type?: string;
  readonly repeat?: string | null;
  readonly panels?: readonly PanelJson[];
  readonly targets?: readonly {
    readonly expr?: string;
    readonly format?: string;
    readonly instant?: boolean;
    readonly legendFormat?: string;
    readonly hide?: boolean;
  }[];
  readonly transformations?: readonly { readonly id: string }[];
  readonly fieldConfig?: {
    readonly defaults?: { readonly unit?: string };
    readonly overrides?: readonly unknown[];
  };
}

type Counts = Readonly<Record<string, number>>;

function count(names: Iterable<string | undefined>): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) if (name !== undefined && name !== '') counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Types that are newer ones after an import. */
const OLD_TYPES = [
  'graphite',
  'singlestat2',
  'table2',
  'heatmap-new',
  'graph',
  'singlestat',
  'table-old',
  'row(legacy)',
  'grafana-piechart-panel',
  'text2',
];

/** Counts with the same names; of those that are not stated nothing is known. */
function stated(counts: Counts, expected: Counts): Counts {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, counts[name] ?? 0]));
}

interface VariableJson {
  readonly type?: string;
  readonly query?: string | { readonly query?: string };
}

/** The function that a query variable's text calls. */
function queryFunction({ type, query }: VariableJson): string | undefined {
  const text = typeof query === 'string' ? query : (query?.query ?? '');
  return type === 'query' ? /^\s*(\w+)\s*\(/.exec(text)?.[1] : undefined;
}

function variableOptions({ dashboard }: ImportedDashboard): Counts {
  const number = (has: (variable: Readonly<Record<string, unknown>>) => boolean): number =>
    dashboard.variables.filter((variable) => has(variable as unknown as Record<string, unknown>)).length;
  return {
    multi: number((variable) => variable.multi === true),
    includeAll: number((variable) => variable.includeAll === true),
    regex: number((variable) => typeof variable.regex === 'string' && variable.regex !== ''),
    allValue: number((variable) => typeof variable.allValue === 'string' && variable.allValue !== ''),
    hide: number((variable) => variable.hide === 'labelHidden' || variable.hide === 'hidden'),
  };
}

/** Counts what an import kept, over the file that it exports again. */
function countKept(imported: ImportedDashboard): DashboardSummary {
  const { dashboard, report } = imported;
  const file = JSON.parse(exportGrafanaDashboard(dashboard)) as {
    panels: readonly PanelJson[];
    templating: { list: readonly VariableJson[] };
  };
  const panels = file.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const targets = panels.flatMap((panel) => panel.targets ?? []);
  return {
    title: dashboard.title,
    ...(report.schemaVersion === null ? {} : { schemaVersion: report.schemaVersion }),
    panelTypes: count(panels.map((panel) => panel.type)),
    variables: count(dashboard.variables.map((v) => (v.kind === 'unsupported' ? v.type : v.kind))),
    variableNames: dashboard.variables.map((variable) => variable.name),
    variableQueryFunctions: count(file.templating.list.map(queryFunction)),
    variableOptions: variableOptions(imported),
    targets: targets.length,
    targetFormats: count(targets.map((target) => target.format)),
    instantTargets: targets.filter((target) => target.instant === true).length,
    legendFormats: targets.filter((target) => (target.legendFormat ?? '') !== '').length,
    hiddenTargets: targets.filter((target) => target.hide === true).length,
    macros: count(targets.flatMap((target) => target.expr?.match(/\$__\w+/g) ?? [])),
    transformations: count(panels.flatMap((panel) => panel.transformations ?? []).map(({ id }) => id)),
    units: count(panels.map((panel) => panel.fieldConfig?.defaults?.unit)),
    overrides: panels.reduce((sum, panel) => sum + (panel.fieldConfig?.overrides?.length ?? 0), 0),
    repeats: panels.filter((panel) => panel.type !== 'row' && (panel.repeat ?? '') !== '').length,
    repeatsWithRows: panels.filter((panel) => (panel.repeat ?? '') !== '').length,
    annotations: dashboard.annotations.filter((annotation) => annotation.builtIn !== true).length,
    links: dashboard.links.length,
  };
}

/** Names that are newer ones after an import. */
function renamed(counts: Counts): Counts {
  const { seriesToColumns = 0, ...rest } = counts;
  return seriesToColumns === 0 ? rest : { ...rest, joinByField: (rest.joinByField ?? 0) + seriesToColumns };
}

function total(counts: Counts | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, number) => sum + number, 0);
}

/** The counts of panels that can be compared: an old type becomes one of several newer ones, so that only their sum can. */
function comparablePanels(types: Counts, isOld: boolean): Counts {
  return isOld ? { all: total(types) - (types.row ?? 0) - (types['row(legacy)'] ?? 0) } : types;
}

/** Compares what an import kept with the counts of a summary, one case a count. */
export function runSummaryCases(
  file: string,
  imported: ImportedDashboard,
  summary: DashboardSummary,
): CaseResult[] {
  const kept = countKept(imported);
  const isOld = OLD_TYPES.some((type) => (summary.panelTypes?.[type] ?? 0) > 0);
  const results: CaseResult[] = [];
  const compare = (what: string, expected: unknown, got: unknown): void => {
    const failure = isDeepStrictEqual(expected, got)
      ? null
      : `expected: ${JSON.stringify(expected)}\ngot: ${JSON.stringify(got)}`;
    results.push({ id: `${file}/summary/${what}`, failure });
  };
  for (const [name, expected] of Object.entries(summary) as [keyof DashboardSummary, unknown][]) {
    const got = kept[name];
    // Old panels get units, overrides and transformations that the file had in other words.
    if (isOld && ['units', 'overrides', 'transformations'].includes(name)) continue;
    if (name === 'overrides') {
      // Older field options held some in other places, which a summary may not have counted.
      compare(name, expected, Math.min(expected as number, got as number));
    } else if (name === 'repeats') {
      // Rows repeat too; a summary may count them or not.
      compare(name, expected, expected === kept.repeatsWithRows ? expected : got);
    } else if (name === 'panelTypes') {
      compare(name, comparablePanels(expected as Counts, isOld), comparablePanels(got as Counts, isOld));
    } else if (name === 'transformations') {
      compare(name, renamed(expected as Counts), stated(got as Counts, renamed(expected as Counts)));
    } else if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
      if (got !== undefined) compare(name, expected, stated(got as Counts, expected as Counts));
    } else if (name in kept) compare(name, expected, got);
  }
  return results;
}
