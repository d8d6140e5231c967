import { Select } from '@mantine/core';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { defaultSourceOf } from '../../../shared/domain/environment.ts';
import { LOCAL_SOURCE } from '../../../shared/domain/server.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';

/** What was chosen, by environment; kept while other pages are shown. */
const sourceStore = createStore<{ readonly chosen: ReadonlyMap<string, string> }>()(() => ({
  chosen: new Map(),
}));

/** Who answers Explore's queries: 'local' or a server's id; null for the environment's default. */
export function useExploreSource(): string | null {
  const environment = useEnvironment((state) => state.active);
  const chosen = useStore(sourceStore, (state) => state.chosen.get(environment?.id ?? ''));
  const isThere = chosen === LOCAL_SOURCE || environment?.servers.some(({ id }) => id === chosen) === true;
  return isThere ? (chosen ?? null) : null;
}

/** Chooses who answers; nothing where there is no choice. */
export function SourcePicker() {
  const environment = useEnvironment((state) => state.active);
  const source = useExploreSource();
  if (environment === null || environment.servers.length === 0) return null;
  if (environment.servers.length === 1 && environment.endpoints.length === 0) return null;
  return (
    <Select
      size="xs"
      w={190}
      aria-label="Source of the data"
      allowDeselect={false}
      data={[
        { value: LOCAL_SOURCE, label: 'Scraped here' },
        ...environment.servers.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={source ?? defaultSourceOf(environment)}
      onChange={(value) => {
        if (value === null) return;
        sourceStore.setState(({ chosen }) => ({ chosen: new Map(chosen).set(environment.id, value) }));
      }}
      data-testid={testIds.explore.sourcePicker}
    />
  );
}
