import { describe, expect, it } from 'vitest';
import type { ExprTree } from '../../shared/domain/expr-tree.ts';
import { exprTree } from './expr-tree.ts';
import { parseExpr } from './parse/parse-expr.ts';

const tree = (text: string): ExprTree => exprTree(parseExpr(text, { experimental: false }));
const outline = ({ label, children }: ExprTree): unknown =>
  children.length === 0 ? label : [label, ...children.map(outline)];

describe('exprTree', () => {
  it('names each piece and keeps its text and type', () => {
    const root = tree(
      'sum by (path) (rate(http_requests_total{job="a"}[5m])) / on (path) group_left () (up > bool 0)',
    );
    expect(outline(root)).toEqual([
      '/ on (path) group_left ()',
      ['sum by (path)', ['rate', 'http_requests_total{job="a"}[5m]']],
      ['> bool', 'up', '0'],
    ]);
    expect(root.children[0]?.children[0]).toMatchObject({
      expr: 'rate(http_requests_total{job="a"}[5m])',
      type: 'vector',
    });
    expect(root.children[0]?.children[0]?.children[0]?.type).toBe('matrix');
  });

  it('shows parameters and the windows of subqueries', () => {
    expect(outline(tree('topk(3, up)'))).toEqual(['topk', '3', 'up']);
    expect(outline(tree('max_over_time(rate(x[1m])[1h:30s] offset 5m)'))).toEqual([
      'max_over_time',
      ['[1h:30s] offset 5m', ['rate', 'x[1m]']],
    ]);
  });

  it('refuses what nobody would read, however deep', () => {
    expect(() => tree(Array.from({ length: 150 }, (_, i) => `m${i}`).join(' + '))).toThrow(/200 parts/);
  });
});
