import { rootCertificates, type SecureContextOptions, type SecureVersion } from 'node:tls';
import type { ConnectionSettings, TlsVersion } from '../../shared/domain/connection.ts';
import type { ConnectionMaterial } from '../ports.ts';

const NODE_VERSIONS: Readonly<Record<TlsVersion, SecureVersion>> = {
  TLS10: 'TLSv1',
  TLS11: 'TLSv1.1',
  TLS12: 'TLSv1.2',
  TLS13: 'TLSv1.3',
};

/** How a TLS connection is made, for node:tls and undici alike. */
export interface TlsOptions extends SecureContextOptions {
  readonly rejectUnauthorized: boolean;
  readonly servername?: string;
}

/** The authorities that are trusted; none of its own where the system's are. */
function authorities({ caPem, caMode }: ConnectionSettings): Pick<SecureContextOptions, 'ca'> {
  if (caPem === null || caPem === '') return {};
  return { ca: caMode === 'add' ? [...rootCertificates, caPem] : caPem };
}

/** TLS settings of a connection; a client's certificate and the server's name are for the server, not for a proxy. */
export function tlsOptions(
  connection: ConnectionSettings,
  material: ConnectionMaterial | undefined,
  peer: 'server' | 'proxy' = 'server',
): TlsOptions {
  const { serverName, insecureSkipVerify, minTlsVersion, maxTlsVersion, clientCertificate } = connection;
  const base: TlsOptions = {
    rejectUnauthorized: !insecureSkipVerify,
    ...authorities(connection),
    minVersion: NODE_VERSIONS[minTlsVersion ?? 'TLS12'],
    ...(maxTlsVersion === null ? {} : { maxVersion: NODE_VERSIONS[maxTlsVersion] }),
  };
  if (peer === 'proxy') return base;
  return {
    ...base,
    ...(serverName === null || serverName === '' ? {} : { servername: serverName }),
    ...(clientCertificate?.kind === 'pem' ? { cert: clientCertificate.certPem } : {}),
    ...(material?.clientKey == null ? {} : { key: material.clientKey }),
    ...(material?.clientArchive == null ? {} : { pfx: Buffer.from(material.clientArchive) }),
    ...(material?.passphrase == null ? {} : { passphrase: material.passphrase }),
  };
}
