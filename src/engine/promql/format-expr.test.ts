import { describe, expect, it } from 'vitest';
import type { Queryable } from '../storage.ts';
import { createPromqlEngine } from './promql-engine.ts';

const engine = createPromqlEngine(undefined as unknown as Queryable);

describe('formatting an expression', () => {
  it('writes it in its usual notation', () => {
    expect(engine.formatExpr('sum  by(le)( rate( x [5m]) )>1')).toBe('sum by (le) (rate(x[5m])) > 1');
  });

  it('refuses to lose comments, and only comments', () => {
    expect(() => engine.formatExpr('up # is it?')).toThrow(/comments/);
    expect(engine.formatExpr('up{path="/#top"}')).toBe('up{path="/#top"}');
  });

  it('says where a broken expression is wrong', () => {
    expect(() => engine.formatExpr('sum(')).toThrow(/parse error/);
  });
});
