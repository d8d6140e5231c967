import type { CredentialExpiry } from '../../shared/domain/target.ts';
import type { HttpResponse } from '../ports.ts';
import type { Access } from './access.ts';

/** What is known to end of what let a request in: its client's certificate, and its token. */
export function credentialExpiriesOf(
  access: Pick<Access, 'tokenExpiresAtMs' | 'isRenewable'> | null | undefined,
  response: Pick<HttpResponse, 'clientCertificateExpiresAtMs'> | null,
): CredentialExpiry[] {
  const expiries: CredentialExpiry[] = [];
  const certificateEnd = response?.clientCertificateExpiresAtMs ?? null;
  if (certificateEnd !== null) {
    expiries.push({ kind: 'client_certificate', expiresAtMs: certificateEnd, isRenewed: false });
  }
  const tokenEnd = access?.tokenExpiresAtMs ?? null;
  if (tokenEnd !== null) {
    expiries.push({ kind: 'token', expiresAtMs: tokenEnd, isRenewed: access?.isRenewable ?? false });
  }
  return expiries;
}
