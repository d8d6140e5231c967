import { useEffect, useState } from 'react';
import type { ExprTree } from '../../../shared/domain/expr-tree.ts';
import type { InstantResult } from '../../../shared/domain/query.ts';
import { AppError } from '../../../shared/errors.ts';
import { request } from '../../ipc/client.ts';
import { useEnvironment } from '../../state/environment-store.ts';

/** A piece of an expression with what it evaluates to now. */
export interface ExplainedNode {
  readonly tree: ExprTree;
  readonly children: readonly ExplainedNode[];
  /** null for pieces that have no value of their own now (strings), and until it is there. */
  readonly result: InstantResult | null;
  /** ms; null until it is there. */
  readonly tookMs: number | null;
  readonly error: string | null;
}

export interface ExprTreeState {
  readonly root: ExplainedNode | null;
  readonly error: AppError | null;
}

function unanswered(tree: ExprTree): ExplainedNode {
  return { tree, children: tree.children.map(unanswered), result: null, tookMs: null, error: null };
}

/** All nodes, innermost first: what a node costs beyond its operands is then seen as it comes in. */
function pathsOf(node: ExplainedNode, path: readonly number[] = []): (readonly number[])[] {
  return [...node.children.flatMap((child, i) => pathsOf(child, [...path, i])), path];
}

function nodeAt(root: ExplainedNode, path: readonly number[]): ExplainedNode | undefined {
  return path.reduce<ExplainedNode | undefined>((node, i) => node?.children[i], root);
}

function withNode(
  node: ExplainedNode,
  path: readonly number[],
  to: (node: ExplainedNode) => ExplainedNode,
): ExplainedNode {
  const [first, ...rest] = path;
  if (first === undefined) return to(node);
  const children = node.children.map((child, i) => (i === first ? withNode(child, rest, to) : child));
  return { ...node, children };
}

function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', String(thrown));
}

/** The tree of an expression, each node evaluated for now, one after the other. `run` asks again. */
export function useExprTree(expr: string, run: number, source: string | null): ExprTreeState {
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const [state, setState] = useState<ExprTreeState>({ root: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run asks the same question again
  useEffect(() => {
    let dropped = false;
    const explain = async (): Promise<void> => {
      const tree = await request('engine.explainExpr', expr);
      const root = unanswered(tree);
      if (!dropped) setState({ root, error: null });
      const atMs = Date.now();
      for (const path of pathsOf(root)) {
        const node = nodeAt(root, path);
        if (dropped) return;
        if (node === undefined || node.tree.type === 'string') continue;
        const answer = await request('engine.queryInstant', {
          expr: node.tree.expr,
          atMs,
          supersedeKey: null,
          source,
        }).then(
          (result) => ({ result, tookMs: result.stats.evaluationMs, error: null }),
          (thrown: unknown) => ({ result: null, tookMs: null, error: toAppError(thrown).message }),
        );
        if (dropped) return;
        setState((before) =>
          before.root === null
            ? before
            : { ...before, root: withNode(before.root, path, (old) => ({ ...old, ...answer })) },
        );
      }
    };
    setState({ root: null, error: null });
    if (expr !== '') {
      explain().catch((thrown: unknown) => {
        if (!dropped) setState({ root: null, error: toAppError(thrown) });
      });
    }
    return () => {
      dropped = true;
    };
  }, [expr, run, source, environmentId]);
  return state;
}
