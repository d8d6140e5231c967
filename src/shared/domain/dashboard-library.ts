import type { ImportReport } from '../dashboards/grafana/import-report.ts';
import type { Dashboard } from './dashboard.ts';
import type { Panel } from './dashboard-panel.ts';

/** The most characters that the text of a dashboard may have. */
export const MAX_DASHBOARD_TEXT = 10 * 1024 * 1024;

/** A dashboard in the list of an environment's dashboards. */
export interface DashboardSummary {
  /** The file's name without its ending. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Panels that are no rows; those of collapsed rows count too. */
  readonly panelCount: number;
  /** Of these, panels that are not drawn. */
  readonly undrawnCount: number;
  readonly changedAtMs: number;
  /** One sentence on why the file can't be read; null where it can. */
  readonly problem: string | null;
}

/** A dashboard of the open environment, with what reading its file did with each part. */
export interface StoredDashboard {
  readonly id: string;
  readonly dashboard: Dashboard;
  readonly report: ImportReport;
}

/** A state that a dashboard was saved in. */
export interface DashboardVersion {
  /** Names the version among those of its dashboard. */
  readonly name: string;
  readonly savedAtMs: number;
  /** What its author said of the change; empty for none. */
  readonly message: string;
  /** The dashboard is as this version has it. */
  readonly current: boolean;
}

/**
 * Why a panel is not drawn, as the end of a sentence that starts with its type; null for one that is. Its queries are kept
 * and can be opened in Explore.
 */
export function undrawnReason(panel: Panel): string | null {
  switch (panel.kind) {
    case 'unsupported':
      return panel.reason.startsWith(`${panel.type}: `)
        ? panel.reason.slice(panel.type.length + 2)
        : panel.reason;
    case 'heatmap':
      return panel.options.calculate === true
        ? 'buckets that are calculated from single values are not drawn yet; those of a histogram are'
        : null;
    default:
      return null;
  }
}
