import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createStaticSource } from '../auth/credential-source.ts';
import type { DemoControls } from '../demo/demo-controls.ts';
import { FAULT_NAMES, type FaultInput, isFaultName } from '../faults/fault-book.ts';

interface AdminReply {
  status: number;
  body?: unknown;
}

const MAX_BODY_BYTES = 16 * 1024;
const MAX_ADVANCE_MS = 24 * 3_600_000;
const advanceBody = z.strictObject({ ms: z.number().min(0).max(MAX_ADVANCE_MS) });

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.byteLength;
    if (byteCount > MAX_BODY_BYTES) throw new RangeError(`The body is longer than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError('The body is not JSON.');
  }
}

async function replyToFault(
  controls: DemoControls,
  name: string,
  request: IncomingMessage,
): Promise<AdminReply> {
  if (!isFaultName(name))
    return { status: 404, body: { error: `There is no fault "${name}".`, known: FAULT_NAMES } };
  if (request.method === 'DELETE') {
    controls.faults.clear(name);
    return { status: 204 };
  }
  if (request.method !== 'PUT')
    return { status: 405, body: { error: 'Only PUT and DELETE are answered here.' } };
  // The book checks the parameters itself.
  controls.faults.set(name, (await readJson(request)) as FaultInput[typeof name]);
  return { status: 200, body: { active: controls.faults.list() } };
}

async function reply(controls: DemoControls, request: IncomingMessage): Promise<AdminReply> {
  const pathname = request.url?.split('?', 1)[0] ?? '/';
  const faultName = /^\/-\/faults\/([\w-]+)$/.exec(pathname)?.[1];
  if (faultName !== undefined) return await replyToFault(controls, faultName, request);
  switch (`${request.method} ${pathname}`) {
    case 'GET /-/faults':
      return { status: 200, body: { active: controls.faults.list(), known: FAULT_NAMES } };
    case 'GET /-/scenario':
      return { status: 200, body: controls.scenario() };
    case 'GET /-/requests':
      return { status: 200, body: { requests: controls.requests() } };
    case 'POST /-/advance': {
      const parsed = advanceBody.safeParse(await readJson(request));
      if (!parsed.success)
        return {
          status: 400,
          body: { error: `Send {"ms": number} with 0 to ${MAX_ADVANCE_MS} milliseconds.` },
        };
      controls.advance(parsed.data.ms);
      return { status: 200, body: controls.scenario() };
    }
    default:
      return { status: 404, body: { error: 'There is no such admin route.' } };
  }
}

function send(response: ServerResponse, { status, body }: AdminReply): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}

// A web page may reach loopback through the user's browser, under a name that it has bound to 127.0.0.1.
function comesFromBrowser(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return request.headers.origin !== undefined || (host !== '127.0.0.1' && host !== 'localhost');
}

/** Makes the handler of the admin listener: every route wants the admin token, and none answers a browser. */
export function createAdminHandler(controls: DemoControls, adminToken: string): RequestListener {
  const source = createStaticSource({ bearer: [{ token: adminToken }], basic: [] });
  const authenticator = createAuthenticator([source], 'admin');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (comesFromBrowser(request))
      return send(response, { status: 403, body: { error: 'Browsers are not let in.' } });
    const verdict = await authenticator.judge(request.headers.authorization);
    if (!verdict.allowed) {
      response.setHeader('WWW-Authenticate', verdict.challenges);
      return send(response, { status: verdict.status, body: { error: 'The admin token is required.' } });
    }
    send(response, await reply(controls, request));
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const message = error instanceof RangeError ? error.message : 'The request failed.';
      send(response, { status: error instanceof RangeError ? 400 : 500, body: { error: message } });
    });
  };
}
