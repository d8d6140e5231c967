import type { ReplyOf } from '../../../shared/ipc/contract.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';

export type SecretStatus = ReplyOf<'secrets.listStatus'>[number];

/** State of the credentials of the active environment's endpoints. */
export function useSecretStatus(): readonly SecretStatus[] {
  return useLiveData(() => request('secrets.listStatus'), 'targets').data ?? [];
}
