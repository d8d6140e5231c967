import type { CredentialState } from '../../../shared/domain/secret.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';

/** A credential of an endpoint or a server that is not simply in its place. */
export interface SecretStatus {
  readonly secretRef: string;
  readonly endpointId: string;
  readonly state: CredentialState;
  readonly message: string;
}

/** State of the credentials of the active environment's endpoints and servers. */
export function useSecretStatus(): readonly SecretStatus[] {
  const credentials = useLiveData(() => request('secrets.listCredentials'), 'targets').data ?? [];
  return credentials.flatMap(({ secretRef, state, message, users }) =>
    users
      .filter(({ kind }) => kind !== 'alertmanager')
      .map(({ id }) => ({ secretRef, endpointId: id, state, message })),
  );
}
