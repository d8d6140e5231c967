import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandomNumbers } from '../support/random-numbers.ts';
import { clockFaults } from './clock-faults.ts';
import { corruptionFaults } from './corruption-faults.ts';
import { diskFullFaults } from './disk-full-faults.ts';
import type { Fault, FaultContext, FaultGroup, FaultOutcome } from './fault.ts';
import { killFaults } from './kill-faults.ts';
import { lastingFaults } from './lasting-faults.ts';
import { targetFaults } from './target-faults.ts';

/*
 * Injects every fault of docs/reliability.md and writes its table anew: `npm run faults -- [words] [--seed N]`. With words
 * only faults whose group or description has them run, and the document stays as it is.
 */
const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/reliability.md');
const BEGIN = '<!-- begin of the table that `npm run faults` writes -->';
const END = '<!-- end of the table -->';

interface Row {
  readonly fault: Fault;
  readonly outcome: FaultOutcome | null;
}

async function runFault(fault: Fault): Promise<Row> {
  try {
    return { fault, outcome: await fault.run() };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { fault, outcome: { survived: '', failure } };
  }
}

function describe({ fault, outcome }: Row): string {
  if (outcome === null) return `skip  ${fault.injected}: it can't be injected here (it needs root on Linux)`;
  if (outcome.failure === null) return `ok    ${fault.injected}\n      ${outcome.survived}`;
  return `FAIL  ${fault.injected}\n      expected: ${fault.expected}\n      got: ${outcome.failure}. ${outcome.survived}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function formatTable(groups: readonly { readonly title: string; readonly rows: readonly Row[] }[]): string {
  const lines = ['| injected | expected | survived |', '| --- | --- | --- |'];
  for (const { title, rows } of groups) {
    lines.push(`| **${title}** | | |`);
    for (const { fault, outcome } of rows) {
      const got = outcome === null ? 'not injected in this run' : (outcome.failure ?? outcome.survived);
      const mark = outcome === null ? '' : outcome.failure === null ? '✓ ' : '✗ ';
      lines.push(`| ${cell(fault.injected)} | ${cell(fault.expected)} | ${mark}${cell(got)} |`);
    }
  }
  return lines.join('\n');
}

function writeDocument(table: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} has no place for the table`);
  writeFileSync(DOCUMENT, `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`);
}

function readSeed(args: string[]): number {
  const at = args.indexOf('--seed');
  if (at < 0) return Math.floor(Math.random() * 2 ** 31);
  const [, text] = args.splice(at, 2);
  return Number(text);
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const seed = readSeed(args);
  const wanted = args.join(' ').toLowerCase();
  console.log(`seed ${seed} (the same moments again: --seed ${seed})`);
  const root = mkdtempSync(path.join(tmpdir(), 'sextant-faults-'));
  let folders = 0;
  const context: FaultContext = {
    random: createRandomNumbers(seed),
    newFolder() {
      const folder = path.join(root, String(++folders));
      mkdirSync(folder);
      return folder;
    },
  };
  const groups: readonly FaultGroup[] = [
    killFaults(context),
    diskFullFaults(context),
    corruptionFaults(context),
    clockFaults(context),
    targetFaults(),
    lastingFaults(context),
  ];
  let passed = 0;
  let failed = 0;
  const table: { title: string; rows: Row[] }[] = [];
  try {
    for (const { title, faults, close } of groups) {
      const rows: Row[] = [];
      for (const fault of faults) {
        if (!`${title} ${fault.injected}`.toLowerCase().includes(wanted)) continue;
        const row = await runFault(fault);
        rows.push(row);
        console.log(describe(row));
        if (row.outcome?.failure === null) passed++;
        else if (row.outcome !== null) failed++;
      }
      await close?.();
      table.push({ title, rows });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  if (wanted === '') writeDocument(formatTable(table));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
