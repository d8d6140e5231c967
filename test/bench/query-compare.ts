import { labelsKey } from '../../src/engine/model/labels.ts';
import type { RangeResult } from '../../src/shared/domain/query.ts';

/** Sums and quantiles are the same but for rounding. */
const TOLERANCE = 1e-12;

interface MatrixAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [seconds: number, value: string])[];
    }[];
  };
}

function keyOfMetric(metric: Readonly<Record<string, string>>): string {
  return labelsKey(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Throws where at a step other values were chosen than a Prometheus server chose. Of sums that are the same but for
 * rounding, either may be.
 */
export function assertSameChoice(name: string, ours: RangeResult, answer: string): void {
  const { result } = (JSON.parse(answer) as MatrixAnswer).data;
  const theirs = Array.from({ length: ours.count }, (): number[] => []);
  for (const { values } of result) {
    for (const [seconds, text] of values) {
      theirs[Math.round((seconds * 1000 - ours.startMs) / ours.stepMs)]?.push(Number(text));
    }
  }
  for (const [step, wanted] of theirs.entries()) {
    const own = ours.series
      .filter(({ present }) => present === null || present[step] === 1)
      .map(({ values }) => values[step] as number)
      .sort((a, b) => a - b);
    wanted.sort((a, b) => a - b);
    if (own.length !== wanted.length || own.some((value, i) => !isEqual(value, wanted[i] as number))) {
      throw new Error(`${name}: ${own.join(' ')} instead of ${wanted.join(' ')} at step ${step}`);
    }
  }
}

function isEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Throws where a result is not what a Prometheus server answered: other series, steps or values. */
export function assertSameResult(name: string, ours: RangeResult, answer: string): void {
  const { result } = (JSON.parse(answer) as MatrixAnswer).data;
  if (result.length !== ours.series.length) {
    throw new Error(`${name}: ${ours.series.length} series instead of ${result.length}`);
  }
  const series = new Map(ours.series.map((one) => [labelsKey(one.labels), one]));
  for (const { metric, values } of result) {
    const own = series.get(keyOfMetric(metric));
    if (own === undefined) throw new Error(`${name}: no series ${JSON.stringify(metric)}`);
    let points = 0;
    for (let i = 0; i < ours.count; i++) if (own.present === null || own.present[i] === 1) points++;
    if (points !== values.length) {
      throw new Error(`${name}: ${points} points instead of ${values.length} in ${JSON.stringify(metric)}`);
    }
    for (const [seconds, text] of values) {
      const step = Math.round((seconds * 1000 - ours.startMs) / ours.stepMs);
      const value = own.values[step] ?? Number.NaN;
      if (!isEqual(value, Number(text))) {
        throw new Error(`${name}: ${value} instead of ${text} at ${seconds} in ${JSON.stringify(metric)}`);
      }
    }
  }
}
