import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { contentSecurityPolicy, NONCE_PLACEHOLDER } from './content-security-policy.ts';

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.wasm', 'application/wasm'],
]);

const INDEX = '/index.html';

/** The files of the built renderer by URL path ("/assets/index.js"): the allow-list of what is served. */
export type RendererFiles = ReadonlyMap<string, string>;

/** Lists the files under a folder; those of unknown kind, links and source maps are left out. */
export async function listRendererFiles(root: string): Promise<RendererFiles> {
  const files = new Map<string, string>();
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !MEDIA_TYPES.has(path.extname(entry.name))) continue;
    const filePath = path.join(entry.parentPath, entry.name);
    files.set(`/${path.relative(root, filePath).split(path.sep).join('/')}`, filePath);
  }
  return files;
}

/** What a URL path leads to: a file, nothing, or a refusal where it tries to leave the folder. */
function findRendererFile(files: RendererFiles, pathname: string): string | 403 | 404 {
  // Nothing that is served has an escaped character or a backslash in its name.
  if (/[%\\\0]/.test(pathname) || pathname.includes('//')) return 403;
  if (path.posix.normalize(pathname) !== pathname) return 403;
  return files.get(pathname === '/' ? INDEX : pathname) ?? 404;
}

function refuse(status: 403 | 404 | 405): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': "default-src 'none'" } });
}

/** Answers a request of the window; `makeNonce` is called once for each load of the page. */
export async function answerRendererRequest(
  files: RendererFiles,
  host: string,
  request: { readonly method: string; readonly url: string },
  makeNonce: () => string,
): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  const url = new URL(request.url);
  if (url.host !== host) return refuse(404);
  const found = findRendererFile(files, url.pathname);
  if (typeof found === 'number') return refuse(found);
  const nonce = makeNonce();
  const body = await readFile(found);
  const isPage = found.endsWith('.html');
  return new Response(isPage ? body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : body, {
    headers: {
      'Content-Type': MEDIA_TYPES.get(path.extname(found)) ?? 'application/octet-stream',
      'Content-Security-Policy': contentSecurityPolicy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': isPage ? 'no-store' : 'no-cache',
    },
  });
}
