import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useLiveData } from '../../state/live-data.ts';
import classes from './Explore.module.css';
import { exampleQueries } from './example-queries.ts';
import { exploreStore } from './explore-store.ts';
import { useExploreSource } from './SourcePicker.tsx';

/** What stands in place of a result before the first query: queries to start from, over metrics that are there. */
export function ExploreEmpty() {
  const source = useExploreSource();
  const { data } = useLiveData(() => request('engine.listMetadata', { source }), 'metadata', source ?? '');
  const examples = useMemo(() => exampleQueries(data ?? []), [data]);
  return (
    <div className={classes.empty} data-testid={testIds.explore.exploreEmpty}>
      <h2 className={classes.emptyTitle}>Ask a question</h2>
      <p className={classes.emptyText}>Type an expression above, or start from one of these.</p>
      <div className={classes.examples}>
        {examples.map(({ title, expr }) => (
          <UnstyledButton
            key={expr}
            className={classes.example ?? ''}
            onClick={() => exploreStore.getState().openExpr(expr)}
            data-testid={testIds.explore.exampleQuery}
          >
            <span className={classes.exampleTitle}>{title}</span>
            <code>{expr}</code>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
