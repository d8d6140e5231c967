import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readThreatMap } from './threat-map.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const rows = readThreatMap();

it('docs/security.md has a row for each item of the Electron checklist and each kind of threat', () => {
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.startsWith('E'))).toEqual(Array.from({ length: 20 }, (_, i) => `E${i + 1}`));
  for (const kind of ['T', 'F', 'N', 'R', 'L', 'S']) {
    expect(ids.some((id) => id.startsWith(kind))).toBe(true);
  }
});

it.each(rows.map((row) => [row.id, row] as const))('the tests that show %s exist', (_, { tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const { file, title } of tests) {
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    if (title !== null) expect(readFileSync(path.join(ROOT, file), 'utf8'), file).toContain(title);
  }
});
