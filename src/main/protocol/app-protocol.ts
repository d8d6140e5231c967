import { randomBytes } from 'node:crypto';
import { protocol } from 'electron';
import { answerRendererRequest, listRendererFiles } from './renderer-files.ts';

const SCHEME = 'app';
const HOST = 'sextant';

/** The origin of the app's own pages. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Makes `app://` a scheme with an origin of its own. Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer under `app://sextant/`. */
export async function serveRenderer(root: string): Promise<void> {
  const files = await listRendererFiles(root);
  protocol.handle(SCHEME, (request) =>
    answerRendererRequest(files, HOST, request, () => randomBytes(16).toString('base64')),
  );
}
