import { assertNever } from '../../../shared/assert.ts';
import type { ArithmeticOperator, ComparisonOperator } from '../ast.ts';

/** Computes a number from two. */
export type FloatOperation = (a: number, b: number) => number;

/** The arithmetic of an operator; `%` keeps the sign of the dividend, as Go's math.Mod. */
export function arithmeticOf(op: ArithmeticOperator): FloatOperation {
  switch (op) {
    case '+':
      return (a, b) => a + b;
    case '-':
      return (a, b) => a - b;
    case '*':
      return (a, b) => a * b;
    case '/':
      return (a, b) => a / b;
    case '%':
      return (a, b) => a % b;
    case '^':
      return power;
    case 'atan2':
      return Math.atan2;
    default:
      return assertNever(op);
  }
}

/** IEEE 754 power as Go has it: 1 to any power and -1 to an infinite one are 1. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

/** The test of a comparison operator. */
export function comparisonOf(op: ComparisonOperator): (a: number, b: number) => boolean {
  switch (op) {
    case '==':
      return (a, b) => a === b;
    case '!=':
      return (a, b) => a !== b;
    case '<':
      return (a, b) => a < b;
    case '>':
      return (a, b) => a > b;
    case '<=':
      return (a, b) => a <= b;
    case '>=':
      return (a, b) => a >= b;
    default:
      return assertNever(op);
  }
}
