import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineApi } from '../../src/engine/engine-api.ts';
import { parsePage } from '../../src/engine/exposition/parse-page.ts';
import { notificationText } from '../../src/main/notifications/notification-text.ts';
import { instantToCsv, instantToJson } from '../../src/renderer/lib/result-text.ts';
import { formatLabelSet, nameSeries } from '../../src/renderer/lib/series-names.ts';
import { labelValue } from '../../src/shared/domain/series.ts';
import { testEndpoint } from '../support/fake-ports.ts';
import { openTestEngine, testEnvironment } from '../support/test-engine.ts';
import { HOSTILE_TEXTS, PROTOTYPE_NAMES, quoteLabelValue } from './hostile-texts.ts';

const PAGE = [
  ...PROTOTYPE_NAMES.map((name) => `odd_names{${name}="polluted"} 1`),
  ...Object.entries(HOSTILE_TEXTS).map(
    ([kind, text]) => `odd{kind="${kind}",text=${quoteLabelValue(text)}} 1`,
  ),
  '',
].join('\n');

let server: Server;
let folder: string;
let api: EngineApi;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sextant-labels-'));
  server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(PAGE);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  ({ api } = await openTestEngine(testEnvironment([testEndpoint({ url })]), folder));
  await api.scrapeNow('e1');
});

afterAll(async () => {
  await api.close();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

async function query(expr: string) {
  return api.queryInstant({ expr, atMs: null, supersedeKey: null });
}

describe('labels with names of Object.prototype', () => {
  it.each(PROTOTYPE_NAMES)('%s survives parse, store, query, legend and export', async (name) => {
    const result = await query(`odd_names{${name}="polluted"}`);
    expect(result.rows.map(({ labels }) => labelValue(labels, name))).toEqual(['polluted']);
    const grouped = await query(`sum by (${name}) (odd_names{${name}="polluted"})`);
    expect(grouped.rows[0]?.labels).toEqual([[name, 'polluted']]);
    const labels = result.rows[0]?.labels ?? [];
    expect(formatLabelSet(labels)).toContain(`${name}="polluted"`);
    expect(nameSeries([labels, [['__name__', 'odd_names']]], '')[0]?.text).toContain('polluted');
    expect(instantToCsv(result)).toContain(`${name}=""polluted""`);
    const json = JSON.parse(instantToJson(result)) as { result: { metric: object }[] };
    expect(Object.getOwnPropertyDescriptor(json.result[0]?.metric ?? {}, name)?.value).toBe('polluted');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('are written out and read back as they were', async () => {
    const file = path.join(folder, 'export.om.txt');
    await api.exportHistory({ path: file, range: { from: 'now-1h', to: 'now' }, selector: 'odd_names' });
    const lines = parsePage(readFileSync(file), 'openmetrics');
    const names = lines.flatMap((line) => (line.kind === 'sample' ? line.pairs.map(([name]) => name) : []));
    expect(names).toEqual(expect.arrayContaining([...PROTOTYPE_NAMES]));
  });
});

describe('labels with hostile values', () => {
  it.each(Object.entries(HOSTILE_TEXTS))('%s is kept as it came and answered as data', async (kind, text) => {
    const result = await query(`odd{kind="${kind}"}`);
    expect(labelValue(result.rows[0]?.labels ?? [], 'text')).toBe(text);
  });

  it.each(Object.values(HOSTILE_TEXTS))('%j is plain text in a notification', (text) => {
    const body = notificationText(text, 'body');
    expect(body).not.toMatch(/[\p{Cc}<>\u202a-\u202e\u2066-\u2069]/u);
    expect(notificationText(text, 'title')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  it('starts no formula in a CSV file', async () => {
    const rows = (await query('label_replace(odd{kind="formula"}, "__name__", "=cmd", "", "")')).rows;
    const csv = instantToCsv({ rows } as never);
    for (const line of csv.trim().split('\n')) expect(line).not.toMatch(/^"?[=+\-@]/);
  });
});
