import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { EngineStatus, InvalidationTopic } from '../../shared/domain/engine-status.ts';
import { request } from '../ipc/client.ts';

interface EngineState {
  readonly status: EngineStatus | null;
  /** Grows whenever all data becomes void; an answer to a question of an earlier epoch is dropped. */
  readonly epoch: number;
  /** Grows by one whenever the data behind a topic changed: what shows it asks again. */
  readonly revisions: Readonly<Record<InvalidationTopic, number>>;
  invalidate(topics: readonly InvalidationTopic[]): void;
  /** All data is void: another environment or a new engine. */
  invalidateAll(): void;
  loadStatus(): Promise<void>;
}

export const engineStore = createStore<EngineState>()((set, get) => ({
  status: null,
  epoch: 0,
  revisions: { targets: 0, alerts: 0, series: 0, metadata: 0, storage: 0 },
  invalidate: (topics) =>
    set((state) => {
      const revisions = { ...state.revisions };
      for (const topic of topics) revisions[topic] += 1;
      return { revisions };
    }),
  invalidateAll: () =>
    set((state) => ({
      status: null,
      epoch: state.epoch + 1,
      revisions: {
        targets: state.revisions.targets + 1,
        alerts: state.revisions.alerts + 1,
        series: state.revisions.series + 1,
        metadata: state.revisions.metadata + 1,
        storage: state.revisions.storage + 1,
      },
    })),
  loadStatus: async () => {
    const { epoch } = get();
    const status = await request('engine.getStatus');
    if (get().epoch === epoch) set({ status });
  },
}));

export function useEngine<T>(selector: (state: EngineState) => T): T {
  return useStore(engineStore, selector);
}
