import { ActionIcon, Button, Kbd, Menu, Tooltip } from '@mantine/core';
import {
  IconAlignLeft,
  IconCopy,
  IconDots,
  IconEye,
  IconEyeOff,
  IconLink,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { memo, useEffect } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { type EditorMark, PromqlEditor } from '../../promql-editor/PromqlEditor.tsx';
import { useEnvironment } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { showUndoNotice } from '../../ui/undo-notice.tsx';
import classes from './Explore.module.css';
import { type ExploreQuery, exploreStore } from './explore-store.ts';
import { FavouriteButton } from './HistoryMenu.tsx';
import { queryMemoryStore } from './query-memory.ts';
import { type QueryAnswer, type QueryAsk, useQueryAnswer } from './use-query-answer.ts';

interface QueryRowProps {
  readonly query: ExploreQuery;
  /** It is one of several. */
  readonly isOneOfMany: boolean;
  readonly ask: QueryAsk;
  readonly onAnswer: (id: string, answer: QueryAnswer | null) => void;
}

function markOf({ error }: QueryAnswer): EditorMark | null {
  const start = error?.details?.start;
  const end = error?.details?.end;
  return error !== null && typeof start === 'number' && typeof end === 'number'
    ? { start, end, message: error.message }
    : null;
}

function removeWithUndo(id: string): void {
  const { queries, removeQuery, restoreQuery } = exploreStore.getState();
  const at = queries.findIndex((query) => query.id === id);
  const removed = queries[at];
  removeQuery(id);
  if (removed === undefined || removed.draft.trim() === '') return;
  showUndoNotice({
    name: `Query ${id}`,
    done: 'was removed',
    testId: testIds.explore.queryRemoved,
    onUndo: () => restoreQuery(removed, at),
  });
}

/** A query's editor and what can be done with it; asks for as long as it is there. */
export const QueryRow = memo(function QueryRow({ query, isOneOfMany, ask, onAnswer }: QueryRowProps) {
  const { id, draft, expr } = query;
  const answer = useQueryAnswer(query, ask);
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  useEffect(() => onAnswer(id, answer), [id, answer, onAnswer]);
  useEffect(() => () => onAnswer(id, null), [id, onAnswer]);
  const store = exploreStore.getState();
  const run = (): void => {
    const text = exploreStore.getState().queries.find((one) => one.id === id)?.draft ?? '';
    if (text.trim() === '') return;
    store.runExpr(id, text);
    queryMemoryStore.getState().noteRun(environmentId, text.trim());
  };
  const format = (): void => {
    request('engine.formatExpr', draft).then(
      (formatted) => store.setDraft(id, formatted),
      reportFailure('The expression can’t be formatted'),
    );
  };
  const isRun = draft.trim() === expr;
  return (
    <div
      className={classes.query}
      data-hidden={query.hidden || undefined}
      data-testid={testIds.explore.query(id)}
    >
      {isOneOfMany && (
        <span className={classes.letter} aria-hidden>
          {id}
        </span>
      )}
      <PromqlEditor
        value={draft}
        source={ask.source}
        mark={isRun ? markOf(answer) : null}
        {...(isOneOfMany ? { label: `PromQL expression ${id}` } : {})}
        onChange={(text) => store.setDraft(id, text)}
        onRun={run}
      />
      <Button
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        rightSection={<Kbd size="xs">Enter</Kbd>}
        variant={isRun && expr !== '' ? 'default' : 'filled'}
        disabled={draft.trim() === ''}
        onClick={run}
        data-testid={testIds.explore.runQuery}
      >
        Run
      </Button>
      <Tooltip label="Format the expression">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label="Format the expression"
          disabled={draft.trim() === ''}
          onClick={format}
          data-testid={testIds.explore.formatQuery}
        >
          <IconAlignLeft size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <FavouriteButton expr={draft.trim()} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={`More for query ${id}`}
            data-testid={testIds.explore.queryMenu}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => store.duplicateQuery(id)}
          >
            Duplicate
          </Menu.Item>
          <Menu.Item
            leftSection={
              query.hidden ? <IconEye size={14} aria-hidden /> : <IconEyeOff size={14} aria-hidden />
            }
            onClick={() => store.toggleHidden(id)}
          >
            {query.hidden ? 'Show' : 'Hide'}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLink size={14} aria-hidden />}
            onClick={() => {
              request('app.copyText', draft.trim()).catch(reportFailure('The query could not be copied'));
            }}
          >
            Copy PromQL
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => removeWithUndo(id)}
            data-testid={testIds.explore.queryRemove}
          >
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
});
