import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/**
 * @typedef {object} ThreatRow
 * @property {string} id of the row: E1 .. E20 for the Electron checklist, T, F, N, R, L and S for the threats
 * @property {string} what
 * @property {readonly { file: string, title: string | null }[]} tests files from the root, with the words of a title
 */

const ROW = /^\| ([ETFNRLS]\d+) \| (.+) \|$/;
const TEST = /`((?:src|test|scripts)\/[^`]+\.(?:test\.tsx?|spec\.ts|mjs))`(?: “([^”]+)”)?/g;

/**
 * Reads the tables of docs/security.md: each row names the tests that show it.
 * @returns {readonly ThreatRow[]}
 */
export function readThreatMap() {
  const text = fs.readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, id, cells] = ROW.exec(line) ?? [];
    if (id === undefined || cells === undefined) return [];
    const tests = [...cells.matchAll(TEST)].map(([, file = '', title]) => ({ file, title: title ?? null }));
    return [{ id, what: cells.split(' | ')[0] ?? '', tests }];
  });
}
