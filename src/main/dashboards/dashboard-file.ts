import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ImportedDashboard,
  importGrafanaDashboard,
} from '../../shared/dashboards/grafana/import-grafana.ts';
import {
  type DashboardSummary,
  MAX_DASHBOARD_TEXT,
  undrawnReason,
} from '../../shared/domain/dashboard-library.ts';
import type { Panel } from '../../shared/domain/dashboard-panel.ts';
import { AppError } from '../../shared/errors.ts';

/** A dashboard's file as it was read last. */
export interface DashboardFile {
  readonly changedAtMs: number;
  readonly sizeBytes: number;
  readonly imported: ImportedDashboard;
}

/** What tells whether a file is the one that was read before; null where there is none. Throws AppError `storage`. */
export async function statDashboardFile(
  filePath: string,
): Promise<{ readonly changedAtMs: number; readonly sizeBytes: number } | null> {
  try {
    const found = await lstat(filePath);
    if (!found.isFile()) throw new AppError('storage', `"${path.basename(filePath)}" is no file.`);
    return { changedAtMs: found.mtimeMs, sizeBytes: found.size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof AppError) throw error;
    throw new AppError(
      'storage',
      `"${path.basename(filePath)}" can't be read; check its permissions.`,
      {},
      error,
    );
  }
}

/** Reads a dashboard's file. Throws AppError `storage`, or `bad_data` for what is no dashboard. */
export async function readDashboardFile(filePath: string): Promise<DashboardFile | null> {
  const found = await statDashboardFile(filePath);
  if (found === null) return null;
  if (found.sizeBytes > MAX_DASHBOARD_TEXT) {
    throw new AppError('bad_data', 'the dashboard file is larger than 10 MiB');
  }
  let text: string;
  try {
    text = await readFile(filePath, 'utf8');
  } catch (error) {
    throw new AppError(
      'storage',
      `"${path.basename(filePath)}" can't be read; check its permissions.`,
      {},
      error,
    );
  }
  return { ...found, imported: importGrafanaDashboard(text) };
}

function countPanels(panels: readonly Panel[]): { total: number; undrawn: number } {
  let total = 0;
  let undrawn = 0;
  for (const panel of panels) {
    if (panel.kind === 'row') {
      const inside = countPanels(panel.panels);
      total += inside.total;
      undrawn += inside.undrawn;
    } else {
      total += 1;
      if (undrawnReason(panel) !== null) undrawn += 1;
    }
  }
  return { total, undrawn };
}

/** A file in the list of dashboards. */
export function summarizeDashboard(id: string, { imported, changedAtMs }: DashboardFile): DashboardSummary {
  const { dashboard } = imported;
  const { total, undrawn } = countPanels(dashboard.panels);
  return {
    id,
    title: dashboard.title === '' ? id : dashboard.title,
    description: dashboard.description ?? '',
    tags: dashboard.tags,
    panelCount: total,
    undrawnCount: undrawn,
    changedAtMs,
    problem: null,
  };
}
