import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseExpr } from '../../../src/engine/promql/parse/parse-expr.ts';
import { exportGrafanaDashboard } from '../../../src/shared/dashboards/grafana/export-grafana.ts';
import {
  type ImportedDashboard,
  importGrafanaDashboard,
} from '../../../src/shared/dashboards/grafana/import-grafana.ts';
import type { BuiltinContext } from '../../../src/shared/dashboards/variables/builtins.ts';
import {
  type FilledVariable,
  type FilledVariables,
  interpolatePromql,
} from '../../../src/shared/dashboards/variables/interpolate.ts';
import {
  type ResolvedVariable,
  resolveVariables,
} from '../../../src/shared/dashboards/variables/resolve-variables.ts';
import type { Panel, PromqlTarget } from '../../../src/shared/domain/dashboard-panel.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { CaseResult } from '../group.ts';
import { type DashboardSummary, runSummaryCases } from './summary-cases.ts';
import { SyntheticStore } from './synthetic-store.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_700_000_000_000;

function builtins(title: string): BuiltinContext {
  return {
    startMs: NOW_MS - HOUR_MS,
    endMs: NOW_MS,
    stepMs: 15_000,
    scrapeIntervalMs: 15_000,
    dashboardTitle: title,
  };
}

/** A bug fails its case too, so that the other files are still judged. */
function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return `a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function withChildren(panel: Panel): readonly Panel[] {
  return panel.kind === 'row' ? [panel, ...panel.panels.flatMap(withChildren)] : [panel];
}

/**
 * A variable without a value is filled in too, as a user would: the store can't know which texts a regex is made for, and
 * a text box may start empty.
 */
function withSomeValue({ variable, filled }: ResolvedVariable): FilledVariable {
  if (filled.values.some((value) => value !== '')) return filled;
  const saved = variable.current?.value;
  const own = typeof saved === 'string' && saved !== '' && !saved.startsWith('$') ? saved : undefined;
  return { ...filled, values: [own ?? (variable.kind === 'textbox' ? '1' : 'alpha')] };
}

function panelCases(file: string, { report }: ImportedDashboard): CaseResult[] {
  return report.panels.map((panel) => {
    const named = panel.outcome === 'drawn' || (panel.reason ?? '') !== '';
    return {
      id: `${file}/${panel.where}`,
      failure: named ? null : 'expected: drawn, or a reason\ngot: unsupported without a reason',
    };
  });
}

function variableCases(file: string, resolved: readonly ResolvedVariable[]): CaseResult[] {
  return resolved.map(({ variable, options, problem }) => {
    const id = `${file}/variable ${variable.name}`;
    if (variable.kind === 'unsupported' || variable.kind === 'adhoc') return { id, failure: null };
    if (problem !== null) return { id, failure: `expected: options\ngot: ${problem}` };
    const filters = variable.kind === 'query' && (variable.regex ?? '') !== '';
    return { id, failure: options.length > 0 || filters ? null : 'expected: options\ngot: none' };
  });
}

function targetCase(id: string, target: PromqlTarget, filled: FilledVariables, title: string): CaseResult {
  if (target.expr.trim() === '') return { id, failure: null };
  const { text, unknown } = interpolatePromql(target.expr, filled, builtins(title));
  try {
    parseExpr(text, { experimental: true });
    return { id, failure: null };
  } catch (error) {
    const left = unknown.length > 0 ? ` (no such variable: ${unknown.join(', ')})` : '';
    return { id, failure: `expected: PromQL\ngot: ${messageOf(error)}${left}\n${text}` };
  }
}

function targetCases(file: string, { dashboard }: ImportedDashboard, filled: FilledVariables): CaseResult[] {
  return dashboard.panels.flatMap(withChildren).flatMap((panel) => {
    if (panel.kind === 'row' || panel.kind === 'unsupported') return [];
    return panel.targets.flatMap((target) =>
      target.kind === 'promql'
        ? [targetCase(`${file}/panel ${panel.id}/${target.refId}`, target, filled, dashboard.title)]
        : [],
    );
  });
}

/** What is exported reads as the same dashboard. */
function roundTripCase(file: string, { dashboard }: ImportedDashboard): CaseResult {
  const again = importGrafanaDashboard(exportGrafanaDashboard(dashboard)).dashboard;
  const same = isDeepStrictEqual(again, dashboard);
  return {
    id: `${file}/export`,
    failure: same ? null : 'expected: the same dashboard when its export is imported\ngot: another one',
  };
}

function printCounts(file: string, { report }: ImportedDashboard, results: readonly CaseResult[]): void {
  const unsupported = report.panels.filter((panel) => panel.outcome === 'unsupported');
  const rows = report.panels.filter((panel) => panel.kind === 'row').length;
  const drawn = report.panels.length - unsupported.length - rows;
  const passed = (part: string): string => {
    const cases = results.filter((result) => result.id.startsWith(`${file}/${part}`));
    return `${cases.filter((result) => result.failure === null).length} of ${cases.length}`;
  };
  const otherTargets = report.targets.filter((target) => target.outcome === 'unsupported').length;
  console.log(
    `${file}: ${drawn} panels drawn, ${rows} rows, ${unsupported.length} panels unsupported; ` +
      `${passed('variable ')} variables resolve; ${passed('panel ')} targets parse, ${otherTargets} not for Prometheus; ` +
      `${report.unmapped.filter((option) => !option.neutral).length} options kept but not mapped`,
  );
  for (const panel of unsupported)
    console.log(`  unsupported: "${panel.title}" (${panel.type}): ${panel.reason}`);
  for (const { name, reason } of report.variables.filter((variable) => variable.outcome === 'unsupported')) {
    console.log(`  unsupported: variable ${name}: ${reason}`);
  }
  for (const { panelId, id, reason } of report.transformations.filter((t) => t.outcome === 'unsupported')) {
    console.log(`  unsupported: transformation ${id} of panel ${panelId}: ${reason}`);
  }
}

async function runDashboard(path: string, file: string, summary?: DashboardSummary): Promise<CaseResult[]> {
  let imported: ImportedDashboard;
  let resolved: readonly ResolvedVariable[];
  try {
    imported = importGrafanaDashboard(readFileSync(path, 'utf8'));
    const { dashboard } = imported;
    const store = new SyntheticStore(dashboard);
    resolved = await resolveVariables(dashboard.variables, new Map(), store, builtins(dashboard.title));
  } catch (error) {
    return [{ id: `${file}/import`, failure: `expected: a dashboard\ngot: ${messageOf(error)}` }];
  }
  const filled = new Map(resolved.map((one) => [one.variable.name, withSomeValue(one)]));
  const results = [
    { id: `${file}/import`, failure: null },
    ...panelCases(file, imported),
    ...variableCases(file, resolved),
    ...targetCases(file, imported, filled),
    roundTripCase(file, imported),
    ...(summary === undefined ? [] : runSummaryCases(file, imported, summary)),
  ];
  printCounts(file, imported, results);
  return results;
}

/** Grafana dashboards: each panel is drawn or named with the reason, each variable resolves, each target parses. */
export async function runDashboardCases(folder: string): Promise<readonly CaseResult[]> {
  const summaryPath = join(folder, 'summary.json');
  const summaries: Readonly<Record<string, DashboardSummary>> = existsSync(summaryPath)
    ? (JSON.parse(readFileSync(summaryPath, 'utf8')) as Record<string, DashboardSummary>)
    : {};
  const results: CaseResult[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'summary.json');
  for (const file of files.sort()) {
    results.push(...(await runDashboard(join(folder, file), file, summaries[file])));
  }
  return results;
}
