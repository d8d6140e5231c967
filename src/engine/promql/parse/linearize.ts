import type { SyntaxNode } from '@lezer/common';
import type { BinaryOperator } from '../ast.ts';

/** What follows an operand and changes it. */
export type PostfixName =
  | 'MatrixSelector'
  | 'SubqueryExpr'
  | 'OffsetExpr'
  | 'StepInvariantExpr'
  | 'AnchoredExpr'
  | 'SmoothedExpr';

/** A piece of an expression in the order of the text; `node` of a binary or postfix piece is the node it was found in. */
export type Piece =
  | { readonly kind: 'sign'; readonly op: '+' | '-'; readonly start: number }
  | { readonly kind: 'primary'; readonly node: SyntaxNode; readonly start: number }
  | { readonly kind: 'postfix'; readonly name: PostfixName; readonly node: SyntaxNode }
  | {
      readonly kind: 'binary';
      readonly op: BinaryOperator;
      readonly node: SyntaxNode;
      readonly operator: SyntaxNode;
    };

type Task =
  | { readonly kind: 'visit'; readonly node: SyntaxNode }
  | { readonly kind: 'emit'; readonly piece: Piece };

const SIGN = /^[+-]\s*/;

/**
 * The operands, signs, operators and modifiers of an expression in the order of the text. The grammar was made for
 * editors and nests them wrongly ("a + b offset 5m" as "(a + b) offset 5m", "-2 ^ 2" as "(-2) ^ 2"), so only the order
 * is taken from it. Works without recursion: chains of operators may be long.
 */
export function linearize(text: string, root: SyntaxNode): Piece[] {
  const pieces: Piece[] = [];
  const tasks: Task[] = [{ kind: 'visit', node: root }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.kind === 'emit') {
      pieces.push(task.piece);
      continue;
    }
    // The last task pushed is the first one done.
    tasks.push(...tasksOf(text, task.node).reverse());
  }
  return pieces;
}

function tasksOf(text: string, node: SyntaxNode): Task[] {
  switch (node.name) {
    case 'BinaryExpr': {
      const [left, right] = node.getChildren('Expr') as [SyntaxNode, SyntaxNode];
      const operator = nextMeaningful(left);
      const op = text.slice(operator.from, operator.to).toLowerCase() as BinaryOperator;
      return [visit(left), emit({ kind: 'binary', op, node, operator }), visit(right)];
    }
    case 'UnaryExpr': {
      const op = text[node.from] as '+' | '-';
      return [emit({ kind: 'sign', op, start: node.from }), visit(node.getChild('Expr') as SyntaxNode)];
    }
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr':
      return [visit(node.getChild('Expr') as SyntaxNode), emit({ kind: 'postfix', name: node.name, node })];
    case 'NumberDurationLiteral': {
      const sign = SIGN.exec(text.slice(node.from, node.to))?.[0];
      if (sign === undefined) return [emit({ kind: 'primary', node, start: node.from })];
      return [
        emit({ kind: 'sign', op: sign[0] as '+' | '-', start: node.from }),
        emit({ kind: 'primary', node, start: node.from + sign.length }),
      ];
    }
    default:
      return [emit({ kind: 'primary', node, start: node.from })];
  }
}

function nextMeaningful(node: SyntaxNode): SyntaxNode {
  let next = node.nextSibling as SyntaxNode;
  while (next.name === 'LineComment') next = next.nextSibling as SyntaxNode;
  return next;
}

function visit(node: SyntaxNode): Task {
  return { kind: 'visit', node };
}

function emit(piece: Piece): Task {
  return { kind: 'emit', piece };
}
