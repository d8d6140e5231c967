import type { ImportReport } from '../../../../shared/dashboards/grafana/import-report.ts';
import { matcherOfFilter } from '../../../../shared/dashboards/variables/adhoc-filters.ts';
import type { Dashboard, DashboardLink } from '../../../../shared/domain/dashboard.ts';
import { undrawnReason } from '../../../../shared/domain/dashboard-library.ts';
import type { Panel } from '../../../../shared/domain/dashboard-panel.ts';
import type { DashboardVariable } from '../../../../shared/domain/dashboard-variable.ts';

/** Lines that are alike, told once with their number. */
export interface ReportLine {
  readonly text: string;
  readonly count: number;
}

/** What an import did, in figures and sentences. */
export interface ReportModel {
  readonly drawn: number;
  readonly undrawn: readonly ReportLine[];
  readonly variableCount: number;
  /** Variables, filters, queries, transformations and links that are kept but do nothing. */
  readonly notUsed: readonly ReportLine[];
  readonly unmapped: readonly ReportLine[];
  readonly notes: readonly string[];
}

function count(texts: readonly string[]): ReportLine[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, times]) => ({ text, count: times })).sort((a, b) => b.count - a.count);
}

function leaves(panels: readonly Panel[]): Exclude<Panel, { kind: 'row' }>[] {
  return panels.flatMap((panel) => (panel.kind === 'row' ? leaves(panel.panels) : [panel]));
}

/** The option's own path, without which panel it was in. */
function optionName(where: string): string {
  return where.replaceAll(/\[\d+\]/g, '').replace(/^(panels\.)+/, '');
}

/** Saved filters that PromQL has no matcher for. */
function unusedFilters(variable: DashboardVariable): string[] {
  if (variable.kind !== 'adhoc') return [];
  const unused = (variable.filters ?? []).filter((filter) => matcherOfFilter(filter) === null);
  return unused.map(
    ({ key, operator, value }) =>
      `Variable ${variable.name}: PromQL has no matcher for the filter "${key} ${operator} ${value}"`,
  );
}

/** Links to pages of a Grafana server have no address of their own. */
function isWithinGrafana({ kind, url }: DashboardLink): boolean {
  return kind === 'link' && !/^(https?:|\$)/.test(url?.trim() ?? '');
}

/** Sums a report up: what is drawn, what is not and why, what is kept without effect. */
export function reportModel(dashboard: Dashboard, report: ImportReport): ReportModel {
  const all = leaves(dashboard.panels);
  const undrawn = all.flatMap((panel) => {
    const reason = undrawnReason(panel);
    if (reason === null) return [];
    const type = panel.kind === 'unsupported' ? panel.type : panel.kind;
    const title = panel.title === '' ? `panel ${panel.id}` : panel.title;
    return [`${title} (${type === '' ? 'no type' : type}): ${reason}`];
  });
  const unsupported = <T extends { readonly outcome: string }>(parts: readonly T[]): T[] =>
    parts.filter(({ outcome }) => outcome === 'unsupported');
  const notUsed = [
    ...unsupported(report.variables).map(({ name, reason }) => `Variable ${name}: ${reason}`),
    ...dashboard.variables.flatMap(unusedFilters),
    ...dashboard.links
      .filter(isWithinGrafana)
      .map(
        ({ title }) => `Link ${title === '' ? 'without a title' : title}: it leads within a Grafana server`,
      ),
    ...unsupported(report.targets).map(({ refId, reason }) => `Query ${refId}: ${reason}`),
    ...unsupported(report.transformations).map(({ reason }) => `Transformation: ${reason}`),
  ];
  const unmapped = report.unmapped.filter(({ neutral }) => !neutral).map(({ where }) => optionName(where));
  return {
    drawn: all.length - undrawn.length,
    undrawn: count(undrawn),
    variableCount: dashboard.variables.length,
    notUsed: count(notUsed),
    unmapped: count(unmapped),
    notes: report.notes,
  };
}
