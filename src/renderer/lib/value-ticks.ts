import { axisFactor, type Unit } from './units.ts';

/** A value axis: ticks from `min` to `max` in even steps. */
export interface ValueTicks {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly values: readonly number[];
}

export interface ValueTickOptions {
  readonly unit: Unit;
  readonly maxTicks: number;
  /** The axis starts at zero (or ends there, below it): always for areas, stacks and bars. */
  readonly includeZero: boolean;
}

const DECIMAL_STEPS = [1, 2, 2.5, 5, 10] as const;
const SIXTIETHS = [1, 2, 5, 10, 15, 20, 30, 60] as const;
const HOURS = [1, 2, 3, 4, 6, 12, 24] as const;

function roundStep(exact: number, factor: number, unit: Unit): number {
  const scaled = exact / factor;
  if (unit === 'seconds' && scaled >= 1 && (factor === 1 || factor === 60)) {
    const found = SIXTIETHS.find((candidate) => candidate >= scaled);
    if (found !== undefined) return found * factor;
  }
  if (unit === 'seconds' && scaled >= 1 && factor === 3_600) {
    const found = HOURS.find((candidate) => candidate >= scaled);
    if (found !== undefined) return found * factor;
  }
  const power = 10 ** Math.floor(Math.log10(scaled));
  const digit = scaled / power;
  const nice = DECIMAL_STEPS.find((candidate) => candidate >= digit - 1e-9) ?? 10;
  return nice * power * factor;
}

/** Round ticks around the values `min`..`max`, round in the unit they are written in (bytes in KiB, times in minutes). */
export function valueTicks(min: number, max: number, options: ValueTickOptions): ValueTicks {
  let low = Number.isFinite(min) ? min : 0;
  let high = Number.isFinite(max) ? max : 1;
  if (options.includeZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  // Differences that floating point hardly holds would make steps of nothing.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9 || high - low < 1e-290) {
    // A flat line lies in the middle, one at zero on the axis.
    const isZero = Math.abs(low) < 1e-290;
    high = isZero ? 1 : low + Math.abs(low) * 0.5;
    low = isZero ? 0 : low - Math.abs(low) * 0.5;
  } else if (!options.includeZero && low > 0 && low < (high - low) * 0.6) {
    // Near zero the axis may as well start there; far from it small changes would not be seen.
    low = 0;
  }
  const factor = axisFactor(Math.max(Math.abs(low), Math.abs(high)), options.unit);
  const step = roundStep((high - low) / Math.max(1, options.maxTicks - 1), factor, options.unit);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const values: number[] = [];
  // `|| 0` turns -0 into 0.
  for (let i = first; i <= last; i++) values.push(Number((i * step).toPrecision(12)) || 0);
  return { min: values[0] ?? low, max: values.at(-1) ?? high, step, values };
}
