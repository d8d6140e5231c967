import { Drawer } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { EndpointFields } from './EndpointFields.tsx';
import { ServerFields } from './ServerFields.tsx';
import { type ServerDraft, serverDraftOf } from './server-draft.ts';

/** The form of an endpoint or a server, over whichever page asked for it. */
export function EndpointForm() {
  const form = useNavigation((state) => state.endpointForm);
  const environment = useEnvironment((state) => state.active);
  // Set where the URL of a new endpoint turned out to be a server's.
  const [found, setFound] = useState<ServerDraft | null>(null);
  useEffect(() => {
    if (form === 'closed') setFound(null);
  }, [form]);
  const id = typeof form === 'object' ? form.endpointId : null;
  const endpoint = environment?.endpoints.find((candidate) => candidate.id === id);
  const server = environment?.servers.find((candidate) => candidate.id === id);
  const close = (): void => navigationStore.getState().closeEndpointForm();
  const edited = endpoint ?? server;
  return (
    <Drawer
      opened={form !== 'closed'}
      onClose={close}
      position="right"
      size={520}
      title={
        edited !== undefined
          ? `Edit ${edited.name}`
          : found === null
            ? 'Add an endpoint or a server'
            : 'Add a server'
      }
    >
      {form !== 'closed' &&
        (server !== undefined ? (
          <ServerFields key={server.id} initial={serverDraftOf(server)} server={server} onClose={close} />
        ) : found !== null ? (
          <ServerFields initial={found} server={null} onClose={close} />
        ) : (
          <EndpointFields
            key={endpoint?.id ?? 'new'}
            endpoint={endpoint ?? null}
            onClose={close}
            onServer={setFound}
          />
        ))}
    </Drawer>
  );
}
