import { formatCompact, type Unit } from '../lib/units.ts';

/** How values spread over a value axis. A symlog axis is even around zero and logarithmic away from it, on both sides. */
export type AxisScale = 'linear' | 'log2' | 'log10' | 'symlog';

export interface ScaledAxis {
  readonly min: number;
  readonly max: number;
  readonly scale: AxisScale;
  /** Magnitude below which a symlog axis is linear. */
  readonly linearBelow?: number;
}

/** What a symlog axis takes for small where nobody said. */
const LINEAR_BELOW = 1;

function bend(axis: ScaledAxis): (value: number) => number {
  switch (axis.scale) {
    case 'linear':
      return (value) => value;
    case 'log2':
    case 'log10':
      // What a logarithm does not reach lies at the foot of the axis.
      return (value) => Math.log(Math.max(value, axis.min));
    case 'symlog': {
      const unit = axis.linearBelow ?? LINEAR_BELOW;
      return (value) => Math.sign(value) * Math.log1p(Math.abs(value) / unit);
    }
  }
}

/** From a value to its share of the axis' height, 0 at `min` and 1 at `max`. */
export function axisShare(axis: ScaledAxis): (value: number) => number {
  const bent = bend(axis);
  const low = bent(axis.min);
  const span = bent(axis.max) - low || 1;
  return (value) => (bent(value) - low) / span;
}

/** At most `max` of the values, evenly chosen and always with the last. */
function thin(values: readonly number[], max: number): number[] {
  const every = Math.max(1, Math.ceil(values.length / Math.max(1, max)));
  return values.filter((_, i) => (values.length - 1 - i) % every === 0);
}

/** A logarithmic axis around positive values, with ticks at powers of its base. */
export function logAxis(
  min: number,
  max: number,
  scale: 'log2' | 'log10',
  maxTicks: number,
): ScaledAxis & { readonly values: readonly number[] } {
  const base = scale === 'log2' ? 2 : 10;
  const power = (value: number): number => Math.log(value) / Math.log(base);
  const high = max > 0 && Number.isFinite(max) ? max : 1;
  const low = min > 0 && min <= high ? min : high;
  let first = Math.floor(power(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(power(high) - 1e-9));
  // A single almost-zero value would leave no room for the others.
  first = Math.max(first, last - (base === 2 ? 64 : 20));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i));
  return { min: base ** first, max: base ** last, scale, values: thin(powers, maxTicks) };
}

/** An axis through zero that is logarithmic beyond `linearBelow` on both sides. */
export function symlogAxis(
  min: number,
  max: number,
  linearBelow: number | undefined,
  maxTicks: number,
): ScaledAxis & { readonly values: readonly number[] } {
  const unit = linearBelow !== undefined && linearBelow > 0 ? linearBelow : LINEAR_BELOW;
  const reach = (value: number): number =>
    Math.abs(value) <= unit ? unit : unit * 10 ** Math.ceil(Math.log10(Math.abs(value) / unit) - 1e-9);
  const high = max > 0 ? reach(max) : 0;
  const low = min < 0 ? -reach(min) : 0;
  const side = (end: number): number[] => {
    const values: number[] = [];
    for (let value = unit; end !== 0 && value <= Math.abs(end) * (1 + 1e-9); value *= 10) values.push(value);
    return thin(values, Math.ceil(maxTicks / (low < 0 && high > 0 ? 2 : 1)));
  };
  const values = [
    ...side(low)
      .map((value) => -value)
      .reverse(),
    0,
    ...side(high),
  ];
  return { min: low, max: high === low ? unit : high, scale: 'symlog', linearBelow: unit, values };
}

/** The label of a tick whose neighbours are powers away: each in the unit prefix that fits it. */
export function powerLabel(value: number, unit: Unit): string {
  return value === 0 ? '0' : formatCompact(value, unit);
}
