import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { appBench } from './app-bench.ts';
import type { Bench, BenchFigure } from './bench.ts';
import { ingestBench } from './ingest-bench.ts';
import { queryBench } from './query-bench.ts';
import { renderBench } from './render-bench.ts';
import { startBench } from './start-bench.ts';
import { switchBench } from './switch-bench.ts';
import { tsdbBench } from './tsdb-bench.ts';

const GROUPS: ReadonlyMap<string, Bench> = new Map([
  ['ingest', ingestBench],
  ['app', appBench],
  ['tsdb', tsdbBench],
  ['query', queryBench],
  ['render', renderBench],
  ['start', startBench],
  ['switch', switchBench],
]);
const RESULTS = path.resolve(import.meta.dirname, '../../bench-results');

function describe({ name, value, unit, samples, peer }: BenchFigure): string {
  const spread = `${round(Math.min(...samples))}..${round(Math.max(...samples))}, n=${samples.length}`;
  const against =
    peer === undefined ? '' : `; ${round(peer.ratio)} x ${peer.name} (${round(peer.value)} ${unit})`;
  return `  ${name}: ${round(value)} ${unit} (${spread})${against}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !GROUPS.has(name));
  if (unknown !== undefined) {
    console.error(`no bench "${unknown}"; there are: ${[...GROUPS.keys()].join(', ')}`);
    return 2;
  }
  const results: Record<string, unknown> = {};
  for (const [name, bench] of GROUPS) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const outcome = await bench();
    results[name] = outcome;
    console.log(name);
    console.log('skipped' in outcome ? `  skipped: ${outcome.skipped}` : outcome.map(describe).join('\n'));
  }
  const at = new Date().toISOString();
  const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version };
  await mkdir(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${at.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify({ at, machine, results }, null, 2)}\n`);
  console.log(`written to ${path.relative(process.cwd(), file)}`);
  return 0;
}

process.exitCode = await main();
