import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { createDashboardLibrary, type DashboardLibrary } from '../../dashboards/dashboard-library.ts';
import type { EnvironmentStore } from '../../environments/environment-store.ts';
import type { Workspace } from '../../environments/workspace.ts';
import type { HandlersOf } from '../router.ts';

const FOLDER_NAME = 'dashboards';

/** Handlers of `dashboards.*`: all are about the open environment. */
export function createDashboardHandlers(
  store: EnvironmentStore,
  workspace: Workspace,
): HandlersOf<'dashboards'> {
  let library: DashboardLibrary | undefined;
  async function open(): Promise<DashboardLibrary> {
    await workspace.settled();
    const active = workspace.active();
    if (active === null) {
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    }
    const folder = path.join(store.folderOf(active.id), FOLDER_NAME);
    if (library?.folder !== folder) library = createDashboardLibrary(folder, () => Date.now());
    return library;
  }
  return {
    'dashboards.list': async () => (await open()).list(),
    'dashboards.get': async ({ id }) => (await open()).get(id),
    'dashboards.import': async ({ text }) => (await open()).add(text),
    'dashboards.rename': async ({ id, title }) => (await open()).rename(id, title),
    'dashboards.remove': async ({ id }) => ({ trashName: await (await open()).remove(id) }),
    'dashboards.restore': async ({ trashName }) => ({ id: await (await open()).restore(trashName) }),
    'dashboards.save': async ({ id, text, message, base }) => (await open()).save(id, text, message, base),
    'dashboards.listVersions': async ({ id }) => (await open()).listVersions(id),
    'dashboards.getVersion': async ({ id, name }) => (await open()).getVersion(id, name),
    'dashboards.pin': async ({ dashboard, panel }) => (await open()).pin(dashboard, panel),
    'dashboards.export': async ({ id }) => (await open()).exportText(id),
  };
}
