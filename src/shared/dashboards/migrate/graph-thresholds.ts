import type { Json, JsonObject } from '../../domain/json.ts';
import { member } from '../json/json.ts';
import { type Leftover, present } from './leftover.ts';

const COLOR_OF_MODE: ReadonlyMap<Json | undefined, string> = new Map<Json | undefined, string>([
  ['critical', 'red'],
  ['warning', 'orange'],
  ['ok', 'green'],
]);

interface Limit {
  readonly value: number;
  readonly below: boolean;
  readonly color: string;
  readonly fill: boolean;
  readonly line: boolean;
}

function readLimit(threshold: JsonObject): Limit | null {
  const value = Number(member(threshold, 'value') ?? Number.NaN);
  if (!Number.isFinite(value)) return null;
  const mode = member(threshold, 'colorMode');
  const own = member(threshold, 'fillColor') ?? member(threshold, 'lineColor');
  return {
    value,
    below: member(threshold, 'op') === 'lt',
    color: mode === 'custom' && typeof own === 'string' ? own : (COLOR_OF_MODE.get(mode) ?? 'red'),
    fill: member(threshold, 'fill') === true,
    line: member(threshold, 'line') === true,
  };
}

/** Steps in order; a limit that marks what is below it colours the step under its value. */
function toSteps(limits: readonly Limit[]): JsonObject[] {
  const sorted = [...limits].sort((a, b) => a.value - b.value);
  const first = sorted[0];
  const steps: JsonObject[] = [{ value: null, color: first?.below === true ? first.color : 'transparent' }];
  sorted.forEach((limit, i) => {
    const next = sorted[i + 1];
    const above = limit.below ? (next?.below === true ? next.color : 'transparent') : limit.color;
    steps.push({ value: limit.value, color: above });
  });
  return steps;
}

function style(limits: readonly Limit[]): string {
  const fill = limits.some((limit) => limit.fill);
  const line = limits.some((limit) => limit.line);
  if (fill && line) return 'line+area';
  return fill ? 'area' : 'line';
}

/** The graph panel's thresholds, old (`grid.threshold1`) and newer (`thresholds`), as field options. */
export function graphThresholds(old: Leftover): {
  readonly defaults: JsonObject;
  readonly custom: JsonObject;
} {
  const asLine = old.flag('grid', 'thresholdLine') === true;
  const early = [1, 2].flatMap((i): Limit[] => {
    const value = old.number('grid', `threshold${i}`);
    const color = old.text('grid', `threshold${i}Color`);
    if (value === undefined) return [];
    return [{ value, below: false, color: color ?? 'red', fill: !asLine, line: asLine }];
  });
  const limits = [...early, ...old.objects('thresholds').flatMap((threshold) => readLimit(threshold) ?? [])];
  if (limits.length === 0) return { defaults: {}, custom: {} };
  return {
    defaults: present({ thresholds: { mode: 'absolute', steps: toSteps(limits) } }),
    custom: { thresholdsStyle: { mode: style(limits) } },
  };
}
