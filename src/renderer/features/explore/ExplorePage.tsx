import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChartBubble, IconPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { Panel } from '../../ui/Panel.tsx';
import { CardinalityDrawer } from './CardinalityDrawer.tsx';
import { ComparePicker } from './compare/ComparePicker.tsx';
import classes from './Explore.module.css';
import { ExploreEmpty } from './ExploreEmpty.tsx';
import { ExploreResult } from './ExploreResult.tsx';
import { exploreStore, MAX_QUERIES } from './explore-store.ts';
import { FavouritesMenu, HistoryMenu } from './HistoryMenu.tsx';
import { QueryRow } from './QueryRow.tsx';
import { QueryStatistics } from './QueryStatistics.tsx';
import { queryMemoryStore } from './query-memory.ts';
import { SourcePicker, useExploreSource } from './SourcePicker.tsx';
import type { QueryAnswer, QueryAsk } from './use-query-answer.ts';
import { useShownQueries } from './use-shown-queries.ts';

/** Points are asked for in steps of the width, so that resizing the window does not ask again for each pixel. */
const WIDTH_STEP = 200;

/** PromQL by hand: one or several queries, and their answers in several views. */
export function ExplorePage() {
  const queries = useStore(exploreStore, (state) => state.queries);
  const tab = useStore(exploreStore, (state) => state.tab);
  const band = useStore(exploreStore, (state) => state.band);
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  const [answers, setAnswers] = useState<ReadonlyMap<string, QueryAnswer>>(new Map());
  const [showsCardinality, setShowsCardinality] = useState(false);
  const { ref, width } = useElementSize();
  const sent = useNavigation((state) => state.exploreExprs);
  useEffect(() => {
    if (sent.length === 0) return;
    const [first, ...others] = navigationStore.getState().takeExploreExprs();
    if (first === undefined) return;
    exploreStore.getState().openExpr(first);
    for (const expr of others) exploreStore.getState().addQuery(expr);
    for (const expr of [first, ...others]) queryMemoryStore.getState().noteRun(environmentId, expr.trim());
  }, [sent, environmentId]);
  const handleAnswer = useCallback((id: string, answer: QueryAnswer | null) => {
    setAnswers((before) => {
      const after = new Map(before);
      if (answer === null) after.delete(id);
      else after.set(id, answer);
      return after;
    });
  }, []);
  const source = useExploreSource();
  const maxPoints = width === 0 ? 0 : Math.max(WIDTH_STEP, Math.floor(width / WIDTH_STEP) * WIDTH_STEP);
  const ask = useMemo((): QueryAsk => ({ tab, maxPoints, band, source }), [tab, maxPoints, band, source]);
  const shown = useShownQueries(queries, answers);
  const choose = (expr: string): void => {
    exploreStore.getState().addQuery(expr);
    queryMemoryStore.getState().noteRun(environmentId, expr);
  };
  return (
    <div className={classes.page}>
      <div className={classes.queries}>
        {queries.map((query) => (
          <QueryRow
            key={query.id}
            query={query}
            isOneOfMany={queries.length > 1}
            ask={ask}
            onAnswer={handleAnswer}
          />
        ))}
        <div className={classes.tools}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={queries.length >= MAX_QUERIES}
            onClick={() => exploreStore.getState().addQuery()}
            data-testid={testIds.explore.addQuery}
          >
            Add query
          </Button>
          <SourcePicker />
          <ComparePicker />
          <HistoryMenu onChoose={choose} />
          <FavouritesMenu onChoose={choose} />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconChartBubble size={15} aria-hidden />}
            onClick={() => setShowsCardinality(true)}
            data-testid={testIds.explore.openCardinality}
          >
            Cardinality
          </Button>
          <QueryStatistics shown={shown} />
        </div>
      </div>
      <Panel testId={testIds.explore.exploreResult}>
        <div ref={ref}>
          {queries.every(({ expr }) => expr === '') ? <ExploreEmpty /> : <ExploreResult shown={shown} />}
        </div>
      </Panel>
      <CardinalityDrawer opened={showsCardinality} onClose={() => setShowsCardinality(false)} />
    </div>
  );
}
