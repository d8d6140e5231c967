import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDemoService, type DemoService } from '../demo/demo-service.ts';
import type { TlsOptions } from '../demo/listener.ts';
import { createSelfSignedServer, createTestCa, type IssuedCertificate, type TestCa } from './test-ca.ts';
import { openTlsFolder } from './tls-folder.ts';

let ca: TestCa;
beforeAll(async () => {
  ca = await createTestCa();
});

let service: DemoService | undefined;
afterEach(() => service?.close());

async function fetchHealth(tls: TlsOptions, trust: string, client?: IssuedCertificate, host = '127.0.0.1') {
  service = await createDemoService({ auth: 'none', clock: 'manual', tls });
  const dispatcher = new Agent({ connect: { ca: trust, ...client } });
  const response = await request(`https://${host}:${service.port}/healthz`, { dispatcher });
  return response.statusCode;
}

describe('certificates made at run time', () => {
  it.each(['127.0.0.1', 'localhost'])('are good for %s', async (host) => {
    expect(await fetchHealth(await ca.issueServer(), ca.cert, undefined, host)).toBe(200);
    expect(service?.url).toMatch(/^https:/);
  });

  it('may be expired', async () => {
    const expired = await ca.issueServer({ notAfter: new Date(Date.now() - 60_000) });
    await expect(fetchHealth(expired, ca.cert)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  });

  it('may be not valid yet', async () => {
    const early = await ca.issueServer({ notBefore: new Date(Date.now() + 3_600_000) });
    await expect(fetchHealth(early, ca.cert)).rejects.toMatchObject({ code: 'CERT_NOT_YET_VALID' });
  });

  it('may end on a given day', async () => {
    const notAfter = new Date(Date.now() + 6 * 86_400_000);
    const { cert } = await ca.issueServer({ notAfter });
    expect(Math.abs(Date.parse(new X509Certificate(cert).validTo) - notAfter.getTime())).toBeLessThan(1000);
  });

  it('may name another host', async () => {
    const other = await ca.issueServer({ hosts: ['metrics.example', '192.0.2.1'] });
    await expect(fetchHealth(other, ca.cert)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('may be self-signed', async () => {
    await expect(fetchHealth(await createSelfSignedServer(), ca.cert)).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('may come from an authority that the client does not trust', async () => {
    const other = await createTestCa();
    await expect(fetchHealth(await other.issueServer(), ca.cert)).rejects.toMatchObject({
      code: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/),
    });
  });

  it('let in clients with a certificate of the right authority only', async () => {
    const mutual = { ...(await ca.issueServer()), clientCa: ca.cert };
    expect(await fetchHealth(mutual, ca.cert, await ca.issueClient('scraper'))).toBe(200);
    await service?.close();
    await expect(fetchHealth(mutual, ca.cert)).rejects.toThrow();
    await service?.close();
    const stranger = await (await createTestCa()).issueClient('stranger');
    await expect(fetchHealth(mutual, ca.cert, stranger)).rejects.toThrow();
  });
});

describe('openTlsFolder', () => {
  it('makes certificates once, keeps private keys private, and replaces nothing', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'tls-'));
    const folder = join(parent, 'made');
    const first = await openTlsFolder(folder, 'metrics.example');
    expect(new X509Certificate(first.server.cert).checkHost('metrics.example')).toBe('metrics.example');
    expect(new X509Certificate(first.server.cert).checkIP('127.0.0.1')).toBe('127.0.0.1');
    for (const name of ['server-key.pem', 'client-key.pem'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await openTlsFolder(folder, 'metrics.example')).toEqual(first);
    await unlink(join(folder, 'ca.pem'));
    await expect(openTlsFolder(folder, 'metrics.example')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(join(folder, 'server.pem'), 'utf8')).toBe(first.server.cert);
    await rm(parent, { recursive: true });
  });
});
