import { unquoteString } from '../../../src/engine/promql/parse/literals.ts';
import { parseNumber } from '../../../src/engine/rules-testing/number-literal.ts';
import { parseSeriesLine, type SeriesLine } from '../../../src/engine/rules-testing/series-notation.ts';
import { parseDurationMs } from '../../../src/shared/domain/duration.ts';

/** A text that must be equal, a pattern that must be found, or null for any text. */
export type TextExpectation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | null;

export type EvalTime =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'range'; readonly startMs: number; readonly endMs: number; readonly stepMs: number };

/** One query of a script and what it must give. */
export interface EvalCase {
  readonly kind: 'eval';
  /** From 1. */
  readonly line: number;
  readonly expr: string;
  readonly time: EvalTime;
  readonly fail: TextExpectation | undefined;
  readonly warnings: readonly TextExpectation[];
  readonly infos: readonly TextExpectation[];
  readonly noWarnings: boolean;
  readonly noInfos: boolean;
  readonly ordered: boolean;
  readonly string: string | null;
  readonly scalar: number | null;
  /** The steps of a matrix that an instant query gives. */
  readonly matrix: { readonly startMs: number; readonly stepMs: number } | null;
  readonly rows: readonly SeriesLine[];
}

export interface LoadCommand {
  readonly kind: 'load';
  readonly stepMs: number;
  readonly withCustomBuckets: boolean;
  readonly lines: readonly SeriesLine[];
  /** Start timestamps of samples are given. */
  readonly hasStartTimes: boolean;
}

/** A block that is no command, or one with a part that can't be read. */
export interface UnreadableBlock {
  readonly kind: 'unreadable';
  readonly line: number;
  readonly problem: string;
}

export type Command = EvalCase | LoadCommand | UnreadableBlock | { readonly kind: 'clear' };

const INSTANT = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(\S+)\s+)?(.+)$/i;
const RANGE = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.+)$/i;
const EXPECT = /^expect\s+(ordered|fail|warn|no_warn|info|no_info)(?:\s+(msg|regex):(.*))?$/;
const MATRIX = /^expect\s+range\s+vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/;
const SERIES_WITH_START_TIMES = /^[^\s{]*(?:\{[^}]*\})?@st\s/;

interface Block {
  readonly line: number;
  readonly lines: readonly string[];
}

/** The commands of a script; what can't be read is named with its line and the rest goes on. */
export function parseScript(text: string): Command[] {
  return blocksOf(text).map((block): Command => {
    try {
      return parseBlock(block);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { kind: 'unreadable', line: block.line, problem };
    }
  });
}

function blocksOf(text: string): Block[] {
  const blocks: { line: number; lines: string[] }[] = [];
  let current: { line: number; lines: string[] } | null = null;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) {
      current = null;
      continue;
    }
    // A command's line begins a new one even without a blank line before it.
    if (current === null || /^(?:clear$|load|eval)/i.test(line)) {
      current = { line: i + 1, lines: [] };
      blocks.push(current);
    }
    current.lines.push(line);
  }
  return blocks;
}

function parseBlock(block: Block): Command {
  const [head = ''] = block.lines;
  const keyword = (/^\S+/.exec(head)?.[0] ?? '').toLowerCase();
  if (keyword === 'clear') return { kind: 'clear' };
  if (keyword.startsWith('load')) return parseLoad(block, keyword);
  if (keyword.startsWith('eval')) return parseEval(block);
  throw new Error(`unknown command: ${head}`);
}

function parseLoad({ lines }: Block, keyword: string): LoadCommand {
  const [head = '', ...rest] = lines;
  const series = rest.filter((line) => !SERIES_WITH_START_TIMES.test(line));
  return {
    kind: 'load',
    stepMs: parseDurationMs(head.slice(keyword.length).trim()),
    withCustomBuckets: keyword === 'load_with_nhcb',
    lines: series.map(parseSeriesLine),
    hasStartTimes: series.length < rest.length,
  };
}

function parseTime(head: string): { time: EvalTime; mode: string | undefined; expr: string } {
  const range = RANGE.exec(head);
  if (range !== null) {
    const [, mode, from = '', to = '', step = '', expr = ''] = range;
    const time = {
      kind: 'range',
      startMs: parseDurationMs(from),
      endMs: parseDurationMs(to),
      stepMs: parseDurationMs(step),
    } as const;
    return { time, mode, expr };
  }
  const instant = INSTANT.exec(head);
  if (instant === null) throw new Error(`bad eval: ${head}`);
  const [, mode, at = '0', expr = ''] = instant;
  return { time: { kind: 'instant', atMs: parseDurationMs(at) }, mode, expr };
}

function parseEval({ line, lines }: Block): EvalCase {
  const [head = '', ...rest] = lines;
  const { time, mode, expr } = parseTime(head);
  const any: TextExpectation = null;
  const warnings: TextExpectation[] = mode === 'warn' ? [any] : [];
  const infos: TextExpectation[] = mode === 'info' ? [any] : [];
  let fail: TextExpectation | undefined = mode === 'fail' ? any : undefined;
  let ordered = mode === 'ordered';
  let noWarnings = false;
  let noInfos = false;
  let string: string | null = null;
  let scalar: number | null = null;
  let matrix: EvalCase['matrix'] = null;
  const rows: SeriesLine[] = [];
  for (const text of rest) {
    const range = MATRIX.exec(text);
    const expect = EXPECT.exec(text);
    if (/^expected_fail_(?:message|regexp)/.test(text)) fail = parseOldFailure(text);
    else if (range !== null) {
      matrix = { startMs: parseDurationMs(range[1] ?? ''), stepMs: parseDurationMs(range[3] ?? '') };
    } else if (text.startsWith('expect string')) {
      string = unquoteString(text.slice('expect string'.length).trim());
    } else if (expect !== null) {
      const wanted = parseText(expect[2], expect[3]);
      if (expect[1] === 'fail') fail = wanted;
      else if (expect[1] === 'warn') warnings.push(wanted);
      else if (expect[1] === 'info') infos.push(wanted);
      else if (expect[1] === 'no_warn') noWarnings = true;
      else if (expect[1] === 'no_info') noInfos = true;
      else ordered = true;
    } else if (/^[+-]?(?:inf|nan|0x[\da-f]+|\d[\d.]*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)$/i.test(text)) {
      scalar = parseNumber(text);
    } else rows.push(parseSeriesLine(text));
  }
  return {
    kind: 'eval',
    line,
    expr,
    time,
    fail,
    warnings,
    infos,
    noWarnings,
    noInfos,
    ordered,
    string,
    scalar,
    matrix,
    rows,
  };
}

function parseText(kind: string | undefined, text: string | undefined): TextExpectation {
  if (kind === undefined || text === undefined) return null;
  const trimmed = text.trim();
  return kind === 'msg'
    ? { kind: 'text', text: trimmed }
    : { kind: 'pattern', pattern: new RegExp(trimmed, 's') };
}

function parseOldFailure(line: string): TextExpectation {
  const [, kind, text] = /^expected_fail_(message|regexp)\s+(.*)$/.exec(line) ?? [];
  return parseText(kind === 'message' ? 'msg' : 'regex', text);
}
