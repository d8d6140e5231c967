import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key, both PEM. */
export interface IssuedCertificate {
  cert: string;
  key: string;
}

/** When a certificate is valid, and for which DNS names and IP addresses. */
export interface ServerCertificateOptions {
  /** `localhost`, `127.0.0.1` and `::1` unless given. */
  hosts?: readonly string[] | undefined;
  /** An hour ago unless given. */
  notBefore?: Date | undefined;
  /** 90 days from now unless given; a time in the past makes an expired certificate. */
  notAfter?: Date | undefined;
}

/** A certificate authority that lives as long as this object; for tests and one's own machine. */
export interface TestCa {
  /** The authority's certificate, PEM: what a client must trust. */
  cert: string;
  issueServer(options?: ServerCertificateOptions): Promise<IssuedCertificate>;
  /** A client certificate with that common name, for servers that ask for one. */
  issueClient(commonName: string): Promise<IssuedCertificate>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '::1'];

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

function validity({ notBefore, notAfter }: ServerCertificateOptions) {
  return {
    notBefore: notBefore ?? new Date(Math.min(Date.now(), notAfter?.getTime() ?? Date.now()) - HOUR_MS),
    notAfter: notAfter ?? new Date(Date.now() + 90 * DAY_MS),
  };
}

function serverExtensions(hosts: readonly string[]) {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      hosts.map((host) => ({
        type: /^[\d.]+$|:/.test(host) ? ('ip' as const) : ('dns' as const),
        value: host,
      })),
    ),
  ];
}

/** Makes a server certificate that is signed by its own key, which no client trusts. */
export async function createSelfSignedServer(
  options: ServerCertificateOptions = {},
): Promise<IssuedCertificate> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Self-signed server',
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity(options),
    extensions: serverExtensions(options.hosts ?? LOOPBACK_HOSTS),
  });
  return { cert: `${certificate.toString('pem')}\n`, key: await toPem(keys.privateKey) };
}

/** Makes a certificate authority (ECDSA P-256, valid for a year) with a key that never leaves the process. */
export async function createTestCa(): Promise<TestCa> {
  const caKeys = await generateKeys();
  // Two authorities of one name would be one authority with a wrong signature to a client that trusts the other.
  const name = `CN=Sextant test authority ${randomBytes(4).toString('hex')}`;
  const ca = await X509CertificateGenerator.createSelfSigned({
    name,
    keys: caKeys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 2 * 365 * DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });

  async function issue(
    subject: string,
    options: ServerCertificateOptions,
    extensions: ReturnType<typeof serverExtensions>,
  ): Promise<IssuedCertificate> {
    const keys = await generateKeys();
    const certificate = await X509CertificateGenerator.create({
      subject,
      issuer: ca.subject,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity(options),
      extensions,
    });
    return { cert: `${certificate.toString('pem')}\n`, key: await toPem(keys.privateKey) };
  }

  return {
    cert: `${ca.toString('pem')}\n`,
    issueServer: (options = {}) =>
      issue('CN=Demo service', options, serverExtensions(options.hosts ?? LOOPBACK_HOSTS)),
    issueClient: (commonName) =>
      issue(`CN=${commonName}`, {}, [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      ]),
  };
}
