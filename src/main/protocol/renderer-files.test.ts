import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRendererRequest, listRendererFiles, type RendererFiles } from './renderer-files.ts';

let folder: string;
let files: RendererFiles;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-renderer-'));
  const root = path.join(folder, 'renderer');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await writeFile(path.join(root, 'index.html'), '<script nonce="__CSP_NONCE__"></script>__CSP_NONCE__');
  await writeFile(path.join(root, 'assets/index-1.js'), 'const word = "__CSP_NONCE__";');
  await writeFile(path.join(root, 'assets/inter.woff2'), Buffer.from([0, 255, 1]));
  await writeFile(path.join(root, 'assets/index-1.js.map'), '{}');
  await writeFile(path.join(folder, 'secret.json'), '{}');
  await symlink(path.join(folder, 'secret.json'), path.join(root, 'assets/link.json'));
  files = await listRendererFiles(root);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (url: string, method = 'GET') =>
  answerRendererRequest(files, 'sextant', { method, url }, () => 'NONCE');

describe('the app scheme', () => {
  it.each(['app://sextant/', 'app://sextant/index.html', 'app://sextant/#/alerts?x=1'])(
    'serves the page with a nonce of its own for %s',
    async (url) => {
      const response = await get(url);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toBe('<script nonce="NONCE"></script>NONCE');
      const policy = response.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("style-src 'self' 'nonce-NONCE'");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe/);
    },
  );

  it('serves other files as they are', async () => {
    const script = await get('app://sextant/assets/index-1.js');
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(await script.text()).toContain('__CSP_NONCE__');
    const font = await get('app://sextant/assets/inter.woff2');
    expect(new Uint8Array(await font.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
  });

  it.each([
    ['app://sextant/..%2fsecret.json', 403],
    ['app://sextant/%2e%2e/secret.json', 404],
    ['app://sextant/assets/..%5c..%5csecret.json', 403],
    ['app://sextant/assets/%2e%2e%2f%2e%2e%2fsecret.json', 403],
    ['app://sextant/../secret.json', 404],
    ['app://sextant//etc/passwd', 403],
    ['app://sextant/%00', 403],
    ['app://sextant/INDEX.HTML', 404],
    ['app://sextant/assets/', 404],
    ['app://sextant/assets/index-1.js.map', 404],
    ['app://sextant/assets/link.json', 404],
    ['app://sextant/__proto__', 404],
    ['app://elsewhere/index.html', 404],
  ])('does not serve %s (%i)', async (url, status) => {
    expect((await get(url)).status).toBe(status);
  });

  it('takes no other method', async () => {
    expect((await get('app://sextant/', 'POST')).status).toBe(405);
  });
});
