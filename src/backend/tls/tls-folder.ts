import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestCa, type IssuedCertificate } from './test-ca.ts';

/** What a folder of self-made certificates holds. */
export interface TlsFolder {
  /** Path of the authority's certificate, which clients must trust. */
  caPath: string;
  ca: string;
  server: IssuedCertificate;
  clientCertPath: string;
  clientKeyPath: string;
}

async function writeCertificates(folder: string, host: string): Promise<void> {
  const ca = await createTestCa();
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', host])];
  const server = await ca.issueServer({ hosts });
  const client = await ca.issueClient('demo client');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // `wx`: never replaces a file that is already there, whoever made it.
  const files: [string, string, number][] = [
    ['server.pem', server.cert, 0o644],
    ['server-key.pem', server.key, 0o600],
    ['client.pem', client.cert, 0o644],
    ['client-key.pem', client.key, 0o600],
    ['ca.pem', ca.cert, 0o644],
  ];
  for (const [name, text, mode] of files) await writeFile(join(folder, name), text, { flag: 'wx', mode });
}

/**
 * Reads the certificates of a folder; one without `ca.pem` is first filled with a new authority, a server
 * certificate for loopback and the host, and a client certificate (valid for 90 days). Rejects when files are
 * missing beside `ca.pem` or can't be written.
 */
export async function openTlsFolder(folder: string, host: string): Promise<TlsFolder> {
  const caPath = join(folder, 'ca.pem');
  const known = await readFile(caPath, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known === undefined) await writeCertificates(folder, host);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return {
    caPath,
    ca: known ?? (await read('ca.pem')),
    server: { cert: await read('server.pem'), key: await read('server-key.pem') },
    clientCertPath: join(folder, 'client.pem'),
    clientKeyPath: join(folder, 'client-key.pem'),
  };
}
