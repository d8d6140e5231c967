import path from 'node:path';
import { importGrafanaDashboard } from '../../shared/dashboards/grafana/import-grafana.ts';
import { MAX_DASHBOARD_TEXT } from '../../shared/domain/dashboard-library.ts';
import { ID_PATTERN } from '../../shared/domain/environment.ts';
import { AppError } from '../../shared/errors.ts';
import { createDashboardLibrary, type DashboardLibrary } from '../dashboards/dashboard-library.ts';

/** A bundle has no more dashboards. */
export const MAX_BUNDLE_DASHBOARDS = 500;
/** And no more characters of them together, so that it stays below the size that is read. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_TITLE = 120;

/** A dashboard as it is in a bundle; `id` is its file's name without the ending. */
export interface BundledDashboard {
  readonly id: string;
  readonly text: string;
}

/** One that was read and may be kept. */
export interface ReadDashboard extends BundledDashboard {
  readonly title: string;
}

/** Room for dashboards: false for one that goes beyond what a bundle may hold. */
function createRoom(): (text: string) => boolean {
  let count = 0;
  let characters = 0;
  return (text) => {
    if (text.length > MAX_DASHBOARD_TEXT) return false;
    if (count >= MAX_BUNDLE_DASHBOARDS || characters + text.length > MAX_CHARACTERS) return false;
    count += 1;
    characters += text.length;
    return true;
  };
}

const TOO_MUCH = 'a bundle takes 500 dashboards of 16 MiB together';

/** The dashboards beside an environment's file. */
export function openDashboards(environmentFolder: string, wallMs: () => number): DashboardLibrary {
  return createDashboardLibrary(path.join(environmentFolder, 'dashboards'), wallMs);
}

/** The dashboards of a library; `notes` say which are not among them, and why. Throws AppError `storage`. */
export async function collectDashboards(
  library: DashboardLibrary,
): Promise<{ readonly dashboards: BundledDashboard[]; readonly notes: string[] }> {
  const dashboards: BundledDashboard[] = [];
  const notes: string[] = [];
  const fits = createRoom();
  for (const { id, title, problem } of await library.list()) {
    if (problem !== null) {
      notes.push(`The dashboard ${problem} It is not in the file.`);
      continue;
    }
    const text = await library.exportText(id);
    if (fits(text)) dashboards.push({ id, text });
    else notes.push(`The dashboard “${title}” is not in the file: ${TOO_MUCH}.`);
  }
  return { dashboards, notes };
}

function faultOf(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  return error.message.replace(/\.$/, '');
}

/** Reads what a bundle brings as any dashboard's file; `notes` say what is left out of it. */
export function readDashboards(bundled: readonly BundledDashboard[]): {
  readonly dashboards: ReadDashboard[];
  readonly notes: string[];
} {
  const dashboards: ReadDashboard[] = [];
  const notes: string[] = [];
  const fits = createRoom();
  const leaveOut = (id: string, reason: string): void => {
    notes.push(`The dashboard ${JSON.stringify(id.slice(0, MAX_TITLE))} is left out: ${reason}.`);
  };
  for (const { id, text } of bundled) {
    if (!ID_PATTERN.test(id)) leaveOut(id, 'this is no name of a dashboard’s file');
    else if (dashboards.some((other) => other.id === id)) leaveOut(id, 'there are two of this name');
    else if (!fits(text)) leaveOut(id, TOO_MUCH);
    else {
      try {
        const { title } = importGrafanaDashboard(text).dashboard;
        dashboards.push({ id, text, title: title.slice(0, MAX_TITLE) || id });
      } catch (error) {
        leaveOut(id, faultOf(error));
      }
    }
  }
  return { dashboards, notes };
}
