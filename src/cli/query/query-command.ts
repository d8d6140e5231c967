import { Buffer } from 'node:buffer';
import { createSystemClock } from '../../engine/clock.ts';
import { type JsonPieces, matrixOfRange, resultOfInstant } from '../../engine/http-api/format-result.ts';
import { Parameters } from '../../engine/http-api/parameters.ts';
import { createPromqlEngine, type PromqlEngine } from '../../engine/promql/promql-engine.ts';
import type { QueryAnnotation } from '../../shared/domain/query.ts';
import { type Command, onlyArgument, readArguments } from '../command-line.ts';
import { openHistory } from '../engine/open-history.ts';
import { instantLines, rangeLines } from './result-lines.ts';

const USAGE = `Usage: sextant query <expression> --data <folder> [options]

Evaluates a PromQL expression over a history that no other program has open.

  --data <folder>    folder of the history (history.db lies in it)
  --time <time>      when to evaluate: unix seconds or RFC 3339 (now)
  --start, --end <time>, --step <duration>
                     evaluate over a range
  --json             write the result as Prometheus' HTTP API does`;

interface Output {
  readonly json: JsonPieces;
  readonly lines: Iterable<string>;
  readonly annotations: readonly QueryAnnotation[];
}

async function evaluate(promql: PromqlEngine, expr: string, parameters: Parameters): Promise<Output> {
  if (parameters.text('start') === '') {
    const result = await promql.evaluateInstant({ expr, atMs: parameters.timeMs('time', Date.now()) });
    return { json: resultOfInstant(result, 0), lines: instantLines(result), annotations: result.annotations };
  }
  const result = await promql.evaluateRange({
    expr,
    startMs: parameters.requiredTimeMs('start'),
    endMs: parameters.timeMs('end', Date.now()),
    stepMs: parameters.requiredDurationMs('step'),
  });
  return { json: matrixOfRange(result, 0), lines: rangeLines(result), annotations: result.annotations };
}

function printJson(pieces: JsonPieces): void {
  process.stdout.write('{');
  // The bytes are good until the next piece only, and the output may take them later.
  for (const piece of pieces) process.stdout.write(typeof piece === 'string' ? piece : Buffer.from(piece));
  process.stdout.write('}\n');
}

async function query(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    data: { type: 'string' },
    time: { type: 'string' },
    start: { type: 'string' },
    end: { type: 'string' },
    step: { type: 'string' },
    json: { type: 'boolean' },
  });
  const expr = onlyArgument(positionals, 'The expression');
  const parameters = new URLSearchParams();
  for (const name of ['time', 'start', 'end', 'step'] as const) parameters.set(name, values[name] ?? '');
  const tsdb = await openHistory(values.data, false);
  try {
    const promql = createPromqlEngine(tsdb, { clock: createSystemClock() });
    const { json, lines, annotations } = await evaluate(promql, expr, new Parameters(parameters));
    for (const { kind, message } of annotations) console.error(`${kind}: ${message}`);
    if (values.json === true) printJson(json);
    else for (const line of lines) console.log(line);
    return 0;
  } finally {
    await tsdb.close();
  }
}

export const queryCommand: Command = {
  name: 'query',
  summary: 'evaluate a PromQL expression over a history on disk',
  usage: USAGE,
  run: query,
};
