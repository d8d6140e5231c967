import type { BinaryOperator } from './ast.ts';

/** How tightly the power binds; it is the only operator that groups from the right. */
export const POWER_PRECEDENCE = 6;

/** How tightly a sign binds. */
export const SIGN_PRECEDENCE = 5;

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '<': 3,
  '>=': 3,
  '>': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': SIGN_PRECEDENCE,
  '/': SIGN_PRECEDENCE,
  '%': SIGN_PRECEDENCE,
  atan2: SIGN_PRECEDENCE,
  '^': POWER_PRECEDENCE,
};

/** How tightly an operator binds: a higher number binds more tightly. */
export function precedenceOf(op: BinaryOperator): number {
  return PRECEDENCE[op];
}
