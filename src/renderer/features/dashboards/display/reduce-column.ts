/** Calculations that a column can be reduced by; others count as `lastNotNull` and are named by the panel. */
export const KNOWN_CALCS: ReadonlySet<string> = new Set([
  'lastNotNull',
  'last',
  'firstNotNull',
  'first',
  'mean',
  'min',
  'max',
  'sum',
  'count',
  'range',
  'delta',
  'diff',
]);

function presentValues(values: Float64Array, present: Uint8Array | null): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if ((present === null || present[i] === 1) && !Number.isNaN(value)) found.push(value);
  }
  return found;
}

/** Growth over the column; a fall is a counter that started again. */
function delta(values: readonly number[]): number {
  let grown = 0;
  for (let i = 1; i < values.length; i++) {
    const change = (values[i] as number) - (values[i - 1] as number);
    grown += change >= 0 ? change : (values[i] as number);
  }
  return grown;
}

/** One figure for a column: the calculation over its present values, NaN where it has none. */
export function reduceColumn(values: Float64Array, present: Uint8Array | null, calc: string): number {
  if (calc === 'last' && present !== null && present[values.length - 1] !== 1) return Number.NaN;
  const found = presentValues(values, present);
  const first = found[0];
  const last = found.at(-1);
  if (first === undefined || last === undefined) return calc === 'count' ? 0 : Number.NaN;
  switch (calc) {
    case 'first':
    case 'firstNotNull':
      return first;
    case 'mean':
      return found.reduce((sum, value) => sum + value, 0) / found.length;
    case 'min':
      return found.reduce((a, b) => Math.min(a, b));
    case 'max':
      return found.reduce((a, b) => Math.max(a, b));
    case 'sum':
      return found.reduce((sum, value) => sum + value, 0);
    case 'count':
      return found.length;
    case 'range':
      return found.reduce((a, b) => Math.max(a, b)) - found.reduce((a, b) => Math.min(a, b));
    case 'delta':
      return delta(found);
    case 'diff':
      return last - first;
    default:
      return last;
  }
}
