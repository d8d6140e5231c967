import { Drawer } from '@mantine/core';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { EndpointFields } from './EndpointFields.tsx';

/** The endpoint form, over whichever page asked for it. */
export function EndpointForm() {
  const form = useNavigation((state) => state.endpointForm);
  const endpoints = useEnvironment((state) => state.active?.endpoints);
  const endpoint =
    typeof form === 'object' ? endpoints?.find((candidate) => candidate.id === form.endpointId) : undefined;
  const close = (): void => navigationStore.getState().closeEndpointForm();
  return (
    <Drawer
      opened={form !== 'closed'}
      onClose={close}
      position="right"
      size={520}
      title={endpoint === undefined ? 'Add an endpoint' : `Edit ${endpoint.name}`}
    >
      {form !== 'closed' && (
        <EndpointFields key={endpoint?.id ?? 'new'} endpoint={endpoint ?? null} onClose={close} />
      )}
    </Drawer>
  );
}
