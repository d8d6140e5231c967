import { onEvent, setShownEnvironment } from '../ipc/client.ts';
import { engineStore } from './engine-store.ts';
import { environmentStore } from './environment-store.ts';
import { gatherTopics } from './gather-topics.ts';
import { navigationStore } from './navigation-store.ts';
import { askOnRefusal } from './read-only.ts';
import { settingsStore } from './settings-store.ts';
import { timeRangeStore } from './time-range-store.ts';

const STATUS_INTERVAL_MS = 1_000;

function noteHistory(): void {
  const { status } = engineStore.getState();
  if (status === null) return;
  timeRangeStore.getState().noteHistory(status.nowMs - (status.recentSinceMs ?? status.nowMs));
}

/** Connects the stores to the main process; the result disconnects. */
export function connectStores(): () => void {
  const shownId = (): string | null => environmentStore.getState().active?.id ?? null;
  setShownEnvironment(shownId);
  const reloadEnvironment = (): void => {
    void environmentStore.getState().load();
    engineStore.getState().invalidateAll();
  };
  /** A change within the environment is told by its engine; only another environment makes all data void. */
  const followEnvironment = async (): Promise<void> => {
    // The first answer waits in main for the environment that is being opened.
    if (!environmentStore.getState().loaded) return;
    const before = environmentStore.getState().active?.id;
    await environmentStore.getState().load();
    if (environmentStore.getState().active?.id !== before) engineStore.getState().invalidateAll();
  };
  void settingsStore.getState().load();
  void environmentStore.getState().load();
  const loadStatus = (): void => {
    // A failed status leaves the last one standing; its age is what the status bar shows.
    engineStore
      .getState()
      .loadStatus()
      .then(noteHistory, () => undefined);
  };
  loadStatus();
  const invalidateSoon = gatherTopics((topics) => engineStore.getState().invalidate(topics));
  const timer = setInterval(loadStatus, STATUS_INTERVAL_MS);
  const unsubscribes = [
    askOnRefusal(),
    onEvent('engine.invalidated', ({ environmentId, topics }) => {
      if (environmentId === shownId()) invalidateSoon(topics);
    }),
    onEvent('engine.restarted', ({ environmentId }) => {
      if (environmentId === shownId()) reloadEnvironment();
    }),
    onEvent('environments.changed', () => void followEnvironment()),
    onEvent('settings.changed', (settings) => settingsStore.getState().accept(settings)),
    onEvent('app.navigate', ({ page, focus }) => navigationStore.getState().open(page, focus)),
  ];
  return () => {
    clearInterval(timer);
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}
