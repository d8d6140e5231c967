import { ActionIcon, Button, Kbd, Tooltip } from '@mantine/core';
import { IconAlignLeft, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { request } from '../../ipc/client.ts';
import { type EditorMark, PromqlEditor } from '../../promql-editor/PromqlEditor.tsx';
import { navigationStore, useNavigation } from '../../state/navigation-store.ts';
import { Panel } from '../../ui/Panel.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Explore.module.css';
import { ExploreEmpty } from './ExploreEmpty.tsx';
import { ExploreResult } from './ExploreResult.tsx';
import { exploreStore } from './explore-store.ts';
import { HistoryMenu } from './HistoryMenu.tsx';

/** PromQL by hand: an editor, and the answer as a graph or a table. */
export function ExplorePage() {
  const draft = useStore(exploreStore, (state) => state.draft);
  const expr = useStore(exploreStore, (state) => state.expr);
  const [mark, setMark] = useState<EditorMark | null>(null);
  const sent = useNavigation((state) => state.exploreExpr);
  useEffect(() => {
    if (sent === null) return;
    const taken = navigationStore.getState().takeExploreExpr();
    if (taken !== null) exploreStore.getState().runExpr(taken);
  }, [sent]);
  const run = (): void => exploreStore.getState().runExpr(exploreStore.getState().draft);
  return (
    <div className={classes.page}>
      <div className={classes.query}>
        <PromqlEditor
          value={draft}
          mark={draft.trim() === expr ? mark : null}
          onChange={exploreStore.getState().setDraft}
          onRun={run}
        />
        <Button
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          rightSection={<Kbd size="xs">Enter</Kbd>}
          disabled={draft.trim() === ''}
          onClick={run}
          data-testid="run-query"
        >
          Run
        </Button>
        <Tooltip label="Format the expression">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Format the expression"
            disabled={draft.trim() === ''}
            onClick={() => {
              request('engine.formatExpr', draft).then(
                exploreStore.getState().setDraft,
                reportFailure('The expression can’t be formatted'),
              );
            }}
            data-testid="format-query"
          >
            <IconAlignLeft size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <HistoryMenu />
      </div>
      <Panel testId="explore-result">
        {expr === '' ? <ExploreEmpty /> : <ExploreResult expr={expr} onMark={setMark} />}
      </Panel>
    </div>
  );
}
