import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconBinaryTree2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { InstantResult } from '../../../shared/domain/query.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatCount, formatLatency } from '../../lib/format.ts';
import { formatLabelSet } from '../../lib/series-names.ts';
import { formatValue } from '../../lib/units.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './Explain.module.css';
import { exploreStore } from './explore-store.ts';
import { useExploreSource } from './SourcePicker.tsx';
import { type ExplainedNode, useExprTree } from './use-expr-tree.ts';
import type { ShownQuery } from './use-shown-queries.ts';

interface ExplainViewProps {
  readonly shown: readonly ShownQuery[];
  readonly height: number;
}

/** How a query comes to its result: each piece with what it evaluates to now and how long that takes. */
export function ExplainView({ shown, height }: ExplainViewProps) {
  const [chosen, setChosen] = useState('');
  const one = shown.find(({ query }) => query.id === chosen) ?? shown[0];
  const { root, error } = useExprTree(one?.query.expr ?? '', one?.query.run ?? 0, useExploreSource());
  return (
    <div className={classes.explain} style={{ minHeight: height }} data-testid={testIds.explore.explain}>
      {shown.length > 1 && (
        <SegmentedControl
          size="xs"
          data={shown.map(({ query }) => ({ value: query.id, label: `Query ${query.id}` }))}
          value={one?.query.id ?? ''}
          aria-label="Query to explain"
          onChange={setChosen}
        />
      )}
      {one === undefined ? (
        <EmptyState icon={IconBinaryTree2} title="Nothing to explain" message="Run a query first." />
      ) : error !== null ? (
        <ErrorState
          title="The query can’t be explained"
          message={error.message}
          testId={testIds.explore.queryError}
        />
      ) : root === null ? (
        <Skeleton height={160} role="status" aria-label="Loading the tree" />
      ) : (
        <ul className={classes.tree} aria-label={`Pieces of ${one.query.expr}`}>
          <Node node={root} longestMs={longestOf(root)} />
        </ul>
      )}
    </div>
  );
}

function longestOf(node: ExplainedNode): number {
  return Math.max(node.tookMs ?? 0, ...node.children.map(longestOf));
}

function Node({ node, longestMs }: { readonly node: ExplainedNode; readonly longestMs: number }) {
  const { tree, result, tookMs, error } = node;
  const share = tookMs === null || longestMs === 0 ? 0 : tookMs / longestMs;
  return (
    <li className={classes.item}>
      <div
        className={classes.node}
        data-failed={error !== null || undefined}
        data-testid={testIds.explore.explainNode}
      >
        <button
          type="button"
          className={classes.label}
          title={`${tree.expr}\nClick: add as a query`}
          disabled={tree.type === 'string' || tree.type === 'matrix'}
          onClick={() => {
            exploreStore.getState().addQuery(tree.expr);
            exploreStore.getState().setTab('graph');
          }}
        >
          <code>{tree.label}</code>
        </button>
        <span className={classes.result}>{error ?? (result === null ? '' : describe(result))}</span>
        {tookMs !== null && (
          <span className={classes.time}>
            <span className={classes.bar} aria-hidden>
              <span style={{ width: `${Math.max(2, share * 100)}%` }} />
            </span>
            {formatLatency(tookMs)}
          </span>
        )}
      </div>
      {node.children.length > 0 && (
        <ul className={classes.children}>
          {node.children.map((child, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of an expression have no other identity
            <Node key={i} node={child} longestMs={longestMs} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What a piece evaluates to: the number of its series and one of them, or its value. */
function describe(result: InstantResult): string {
  const [first] = result.rows;
  if (result.kind === 'scalar') return formatValue(first?.values[0] ?? Number.NaN, 'none');
  if (first === undefined) return 'no series';
  const count = result.rows.length;
  const samples = result.kind === 'matrix' ? `, ${formatCount(result.stats.samplesRead)} samples` : '';
  const example = formatLabelSet(first.labels);
  return `${count === 1 ? '1 series' : `${formatCount(count)} series`}${samples} · ${example}${count > 1 ? ' …' : ''}`;
}
