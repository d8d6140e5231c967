import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/shared/domain/endpoint.ts';
import type { ExpositionReport } from '../../src/shared/domain/exposition.ts';
import { REQUESTS } from '../../src/shared/ipc/contract.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';

const TOKEN_REF = 'page-token';
const TOKEN = 'correct-horse-battery';
const PAGE = '# HELP a_total x\n# TYPE a_total counter\na_total{b="1"} 1\na_total{b="2"} 2\nc{ 1\n';

let server: Server;
let asked: string[] = [];

async function serve(
  body: string | Uint8Array,
  contentType = 'text/plain; version=0.0.4',
): Promise<Endpoint> {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.headers.accept ?? '');
    if (request.headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end('no');
    else response.setHeader('content-type', contentType).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return testEndpoint({
    url: `http://127.0.0.1:${port}/metrics`,
    auth: { kind: 'bearer', tokenRef: TOKEN_REF },
  });
}

async function fetchWith(endpoint: Endpoint, token: string): Promise<ExpositionReport> {
  const { api } = await openTestEngine(testEnvironment([endpoint]), null, { [TOKEN_REF]: token });
  try {
    return await api.fetchExposition(endpoint.id);
  } finally {
    await api.close();
  }
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('the page of an endpoint', () => {
  it('answers the body with what was read and found, and no credential', async () => {
    const endpoint = await serve(PAGE);
    const scrape = { ...endpoint.scrape, scrapeNativeHistograms: true };
    const report = await fetchWith({ ...endpoint, scrape }, TOKEN);
    // It is asked for as a scrape asks.
    expect(asked.every((accept) => accept.startsWith('application/vnd.google.protobuf'))).toBe(true);
    expect(report).toMatchObject({
      failure: null,
      format: 'text',
      contentType: 'text/plain',
      bodyBytes: PAGE.length,
      text: PAGE,
      isCutOff: false,
    });
    expect(report.families).toMatchObject([
      {
        name: 'a_total',
        type: 'counter',
        typed: true,
        help: 'x',
        series: 2,
        samples: 2,
        line: 1,
        sampleLines: [3, 4],
      },
    ]);
    expect(report.findings).toMatchObject([{ line: 5, rule: 'label_name', refused: true }]);
    expect(JSON.stringify(report)).not.toContain(TOKEN);
    expect(REQUESTS['endpoints.fetchPage'].reply.safeParse(report).error).toBeUndefined();
  });

  it('shows a protobuf page in its readable form, and says what is wrong in which message', async () => {
    const page = new BinaryWriter().fork().tag(1, WireType.LengthDelimited).string('a_total');
    page.tag(4, WireType.LengthDelimited).fork().tag(3, WireType.LengthDelimited).fork();
    const body = page.tag(1, WireType.Bit64).double(-2).join().join().join().finish();
    const report = await fetchWith(await serve(body, 'application/vnd.google.protobuf'), TOKEN);
    expect(report).toMatchObject({ failure: null, format: 'protobuf', bodyBytes: body.length });
    expect(report.text).toContain('name: "a_total"\ntype: COUNTER\nmetric {\n');
    expect(report.families).toMatchObject([{ name: 'a_total', type: 'counter', series: 1, line: 1 }]);
    const finding = report.findings.find(({ rule }) => rule === 'counter_value');
    expect(finding).toMatchObject({ line: 5, path: 'family[0].metric[0].counter.value' });
    expect(report.text.split('\n')[4]).toBe('    value: -2');
    expect(REQUESTS['endpoints.fetchPage'].reply.safeParse(report).error).toBeUndefined();
  });

  it('says why there is no page', async () => {
    const report = await fetchWith(await serve(PAGE), 'wrong');
    expect(report.failure?.message).toContain('401');
    expect(report).toMatchObject({ text: '', families: [], findings: [] });
  });

  it('shows and checks the beginning of a page that is too long', async () => {
    const body = `# HELP a x\n# TYPE a histogram\n${Array.from({ length: 75_000 }, (_, i) => `a_bucket{b="${i}",le="+Inf"} 1\na_count{b="${i}"} 1\na_sum{b="${i}"} 1\n`).join('')}`;
    const report = await fetchWith(await serve(body), TOKEN);
    expect(report.isCutOff).toBe(true);
    expect(report.bodyBytes).toBe(body.length);
    expect(report.text.length).toBeLessThanOrEqual(5 * 1024 * 1024 + 1);
    expect(report.text.endsWith('\n')).toBe(true);
    expect(report.findings).toEqual([]);
    expect(report.families[0]?.sampleLines.length).toBe(1_000);
  });
});
