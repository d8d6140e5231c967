import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ClientCertificate, ConnectionSettings, ProxySettings } from '../../shared/domain/connection.ts';
import type { ConnectionMaterial, SecretResolver } from '../ports.ts';
import { ScrapeFailedError, scrapeFailure } from '../scrape/scrape-failure.ts';
import { readSecret, refuseUnsendable } from './secret-value.ts';

const KEPT = 1_000;
/** Known materials, so that pools and keys are compared by identity and checked once. */
const known = new Map<string, ConnectionMaterial>();

type Pairs = readonly (readonly [name: string, value: string])[];

/** Whether the connection needs any secret that is not sent to the server itself. */
function needsMaterial({ clientCertificate, proxy }: ConnectionSettings): boolean {
  return (
    clientCertificate !== null ||
    (proxy !== null && (proxy.passwordRef !== null || proxy.username !== '' || proxy.headers.length > 0))
  );
}

/** `Basic` credentials of RFC 7617, as UTF-8. */
export function basicCredentials(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

async function readProxyHeaders(proxy: ProxySettings, secrets: SecretResolver): Promise<Pairs> {
  const url = new URL(proxy.url);
  const headers: [string, string][] = [];
  if (proxy.username !== '' || proxy.passwordRef !== null) {
    const password =
      proxy.passwordRef === null ? '' : await readSecret(proxy.passwordRef, url, secrets, 'proxy password');
    headers.push(['Proxy-Authorization', basicCredentials(proxy.username, password)]);
  }
  for (const { name, valueRef } of proxy.headers) {
    const what = `value of the proxy header "${name}"`;
    headers.push([name, refuseUnsendable(await readSecret(valueRef, url, secrets, what), what)]);
  }
  return headers;
}

async function readClientSecrets(
  certificate: ClientCertificate | null,
  url: URL,
  secrets: SecretResolver,
): Promise<Pick<ConnectionMaterial, 'clientKey' | 'clientArchive' | 'passphrase'>> {
  if (certificate === null || url.protocol !== 'https:') {
    return { clientKey: null, clientArchive: null, passphrase: null };
  }
  const { passphraseRef } = certificate;
  const passphrase =
    passphraseRef === null
      ? null
      : await readSecret(passphraseRef, url, secrets, 'passphrase of the client key');
  if (certificate.kind === 'pem') {
    const clientKey = await readSecret(certificate.keyRef, url, secrets, 'client key');
    return { clientKey, clientArchive: null, passphrase };
  }
  const archive = await readSecret(certificate.archiveRef, url, secrets, 'client certificate archive');
  return { clientKey: null, clientArchive: Buffer.from(archive, 'base64'), passphrase };
}

function keyFailure(error: unknown): ScrapeFailedError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : '';
  const [message, remedy] = /MISMATCH/i.test(code + text)
    ? [
        'The client key does not belong to the client certificate.',
        'Enter the key that the certificate was issued for.',
      ]
    : /mac verify failure|bad decrypt|BAD_DECRYPT|INCORRECT_PASSWORD|interrupted|BAD_PASSWORD|MAC_VERIFY/i.test(
          code + text,
        )
      ? [
          'The client key could not be opened with its passphrase.',
          'Enter the passphrase of the client key again.',
        ]
      : [
          `The client certificate or its key cannot be read${code === '' ? '' : ` (${code})`}.`,
          'Enter both as PEM, or as a PKCS#12 archive with its passphrase.',
        ];
  return new ScrapeFailedError(
    scrapeFailure('tls', 'tls_client_key', `${message} Nothing was sent.`, remedy),
  );
}

/** Throws ScrapeFailedError `tls_client_key` where certificate, key and passphrase don't fit together. */
function checkClientKey(certificate: ClientCertificate | null, material: ConnectionMaterial): void {
  const { clientKey, clientArchive, passphrase } = material;
  if (certificate === null || (clientKey === null && clientArchive === null)) return;
  try {
    createSecureContext({
      ...(certificate.kind === 'pem' ? { cert: certificate.certPem } : {}),
      ...(clientKey === null ? {} : { key: clientKey }),
      ...(clientArchive === null ? {} : { pfx: Buffer.from(clientArchive) }),
      ...(passphrase === null ? {} : { passphrase }),
    });
  } catch (error) {
    throw keyFailure(error);
  }
}

/**
 * Looks up what a connection to `url` needs of the vault: the client's key and what the proxy asks for; undefined where
 * that is nothing. Throws ScrapeFailedError.
 */
export async function readMaterial(
  connection: ConnectionSettings,
  url: URL,
  secrets: SecretResolver,
): Promise<ConnectionMaterial | undefined> {
  if (!needsMaterial(connection)) return undefined;
  const { clientCertificate, proxy } = connection;
  const client = await readClientSecrets(clientCertificate, url, secrets);
  const proxyHeaders = proxy === null ? [] : await readProxyHeaders(proxy, secrets);
  const { clientKey, clientArchive, passphrase } = client;
  const fingerprint = createHash('sha256')
    .update(
      JSON.stringify([
        clientCertificate,
        clientKey,
        clientArchive === null ? null : Buffer.from(clientArchive).toString('base64'),
        passphrase,
        proxyHeaders,
      ]),
    )
    .digest('hex');
  const before = known.get(fingerprint);
  if (before !== undefined) return before;
  const material = { ...client, fingerprint, proxyHeaders };
  checkClientKey(clientCertificate, material);
  if (known.size >= KEPT) known.clear();
  known.set(fingerprint, material);
  return material;
}
