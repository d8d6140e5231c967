import type { Core, EnvironmentView } from '../core.ts';
import { createHandlers } from './create-handlers.ts';
import type { Desktop } from './handlers/app-handlers.ts';
import { createProductionGuard } from './production-guard.ts';
import { createAnswerers } from './router.ts';
import { createViewAnswerer, type ViewAnswerer } from './view-answerer.ts';

/** The answerer of a window's requests: for the environment that its view shows, production guarded. */
export function answererFor(options: {
  readonly core: Core;
  readonly view: EnvironmentView;
  readonly desktop: Desktop;
  onSettingsChanged(): void;
  failure(message: string, error: unknown): void;
}): ViewAnswerer {
  const { core, view, desktop } = options;
  const { workspace, engine } = view;
  const answerers = createAnswerers(
    createHandlers({ ...core, workspace, engine }, desktop, options.onSettingsChanged),
    (name, error) => options.failure(`request ${name}`, error),
    createProductionGuard({
      lock: core.productionLock,
      active: workspace.active,
      find: (id) => (core.store.has(id) ? core.store.get(id) : null),
    }),
  );
  return createViewAnswerer(answerers, () => workspace.active()?.id ?? null);
}
