import { request } from '../../ipc/client.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';

/** Shows another environment in this window. */
export function switchEnvironment(id: string): void {
  const { active, environments } = environmentStore.getState();
  if (active?.id === id) return;
  const name = environments.find((known) => known.id === id)?.name ?? id;
  request('environments.activate', { id }).catch(reportFailure(`${name} could not be opened`));
}

/** Shows the environment that has this place in the list, counted from 1. */
export function switchToPlace(place: number): void {
  const chosen = environmentStore.getState().environments[place - 1];
  if (chosen !== undefined) switchEnvironment(chosen.id);
}

/** Goes back to the environment that was shown before. */
export function switchToPrevious(): void {
  request('environments.activatePrevious').catch(reportFailure('There is nothing to go back to'));
}

/** Shows an environment in a window of its own. */
export function openInNewWindow(id: string): void {
  request('environments.openWindow', { id }).catch(reportFailure('The window could not be opened'));
}
