import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRandom } from '../demo/random.ts';
import { type AnyRegistry, formatExposition } from '../endpoint/exposition-writer.ts';
import { CONTENT_TYPES } from '../endpoint/negotiation.ts';
import { FAULT_NAMES, type FaultBook, type FaultName, type FaultParameters } from './fault-book.ts';
import { PADDING_BLOCK, streamGzipBomb, streamPadding } from './metric-padding.ts';

/** One request that a fault answers in the handler's place. */
interface FaultyExchange {
  request: IncomingMessage;
  response: ServerResponse;
  registry: AnyRegistry;
}

type Answer<Name extends FaultName> = (
  exchange: FaultyExchange,
  parameters: FaultParameters[Name],
) => Promise<void> | void;

const HTML_PAGE =
  '<!doctype html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>\n';
const EOF_LINE = '# EOF\n';
const TEXT_TYPE = { 'Content-Type': CONTENT_TYPES['text-0.0.4'] };

function sendLater({ response }: FaultyExchange, { chunkBytes, everyMs }: FaultParameters['drip']): void {
  response.writeHead(200, TEXT_TYPE);
  let offset = 0;
  const timer = setInterval(() => {
    // Writing ahead of a client that doesn't read would fill this process's memory instead of the client's time.
    if (response.writableNeedDrain) return;
    response.write(PADDING_BLOCK.subarray(offset, offset + chunkBytes));
    offset = (offset + chunkBytes) % (PADDING_BLOCK.byteLength - chunkBytes);
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}

async function sendTruncated(
  { response, registry }: FaultyExchange,
  { mode }: FaultParameters['truncated'],
): Promise<void> {
  if (mode === 'eof') {
    const text = await formatExposition(registry, 'openmetrics-1.0.0');
    response.writeHead(200, { 'Content-Type': CONTENT_TYPES['openmetrics-1.0.0'] });
    response.end(text.slice(0, -EOF_LINE.length));
    return;
  }
  const body = Buffer.from(await formatExposition(registry, 'text-0.0.4'));
  response.writeHead(200, { ...TEXT_TYPE, 'Content-Length': body.byteLength });
  response.write(body.subarray(0, body.byteLength / 2), () => response.destroy());
}

async function sendHugeBody(
  { response }: FaultyExchange,
  { mebibytes, gzip }: FaultParameters['huge-body'],
): Promise<void> {
  response.writeHead(200, gzip ? { ...TEXT_TYPE, 'Content-Encoding': 'gzip' } : TEXT_TYPE);
  await (gzip ? streamGzipBomb : streamPadding)(response, mebibytes);
}

function sendGarbage({ response }: FaultyExchange, { byteCount, mode }: FaultParameters['garbage']): void {
  const random = createRandom(byteCount);
  const noise = Buffer.from(Array.from({ length: byteCount }, () => Math.floor(random.uniform() * 256)));
  if (mode === 'protocol') response.socket?.end(noise);
  else response.writeHead(200, TEXT_TYPE).end(noise);
}

/** How each response fault answers; faults that are missing here don't answer by themselves. */
const ANSWERS: { readonly [Name in FaultName]?: Answer<Name> } = {
  drip: sendLater,
  truncated: sendTruncated,
  'huge-body': sendHugeBody,
  'content-type': async ({ response, registry }, { contentType, body }) => {
    if (contentType !== '') response.setHeader('Content-Type', contentType);
    response.end(body === 'html' ? HTML_PAGE : await formatExposition(registry, 'text-0.0.4'));
  },
  'content-encoding': async ({ response, registry }, { contentEncoding }) => {
    response.writeHead(200, { ...TEXT_TYPE, 'Content-Encoding': contentEncoding });
    response.end(await formatExposition(registry, 'text-0.0.4'));
  },
  status: ({ response }, { status }) => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`Fault "status" is on: ${status}.\n`);
  },
  'invalid-utf8': ({ response }) => {
    response.writeHead(200, TEXT_TYPE);
    response.end(
      Buffer.concat([
        Buffer.from('# TYPE demo_text_info gauge\ndemo_text_info{text="'),
        Buffer.from([0xc3, 0x28, 0xff]),
        Buffer.from('"} 1\n'),
      ]),
    );
  },
  redirect: ({ response }, { location, status }) => {
    response.writeHead(status, { Location: location }).end();
  },
  'header-flood': async ({ response, registry }, { count, mode }) => {
    if (mode === 'headers')
      for (let index = 0; index < count; index += 1) response.setHeader(`X-Flood-${index}`, 'f'.repeat(64));
    else for (let index = 0; index < count; index += 1) response.writeProcessing();
    response.writeHead(200, TEXT_TYPE).end(await formatExposition(registry, 'text-0.0.4'));
  },
  garbage: sendGarbage,
};

function answerOf<Name extends FaultName>(name: Name, faults: FaultBook, exchange: FaultyExchange) {
  const parameters = faults.get(name);
  const answer: Answer<Name> | undefined = ANSWERS[name];
  return parameters === undefined ? undefined : answer?.(exchange, parameters);
}

/**
 * Answers a scrape as the first active response fault wants it, and says whether one did. A `delay` comes before
 * the answer, whoever gives it.
 */
export async function answerWithFault(faults: FaultBook, exchange: FaultyExchange): Promise<boolean> {
  const delay = faults.get('delay');
  if (delay !== undefined && !(await waitOrLeave(exchange.response, delay.delayMs))) return true;
  for (const name of FAULT_NAMES) {
    if (faults.get(name) === undefined || ANSWERS[name] === undefined) continue;
    await answerOf(name, faults, exchange);
    return true;
  }
  return false;
}

// False when the client has left in the meantime.
function waitOrLeave(response: ServerResponse, delayMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), delayMs);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** Breaks or refuses any request while an `outage` is on, and says whether it did. */
export function answerWithOutage(
  faults: FaultBook,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const outage = faults.get('outage');
  if (outage === undefined) return false;
  if (outage.mode === 'reset') request.socket.destroy();
  else
    response
      .writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' })
      .end('The service is unavailable.\n');
  return true;
}
