import { ActionIcon, Button, Menu, ScrollArea } from '@mantine/core';
import { IconHistory, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { testIds } from '../../../shared/test-ids.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { showUndoNotice } from '../../ui/undo-notice.tsx';
import classes from './Explore.module.css';
import { queryMemoryStore, useQueryMemory } from './query-memory.ts';

interface HistoryMenuProps {
  readonly onChoose: (expr: string) => void;
}

/** Expressions run before in this environment. */
export function HistoryMenu({ onChoose }: HistoryMenuProps) {
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  const { history } = useQueryMemory(environmentId);
  return (
    <Menu position="bottom-end" width={460}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconHistory size={15} aria-hidden />}
          data-testid={testIds.explore.queryHistory}
        >
          History
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {history.length === 0 && <Menu.Label>Nothing was run yet</Menu.Label>}
        <ScrollArea.Autosize mah={320}>
          {history.map((expr) => (
            <Menu.Item key={expr} onClick={() => onChoose(expr)}>
              <code className={classes.historyExpr}>{expr}</code>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        {history.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => forgetHistory(environmentId, history)}
              data-testid={testIds.explore.queryHistoryForget}
            >
              Forget history
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function forgetHistory(environmentId: string, history: readonly string[]): void {
  queryMemoryStore.getState().forgetHistory(environmentId);
  showUndoNotice({
    name: history.length === 1 ? '1 expression' : `${history.length} expressions`,
    done: history.length === 1 ? 'is forgotten' : 'are forgotten',
    testId: testIds.explore.queryHistoryForgotten,
    onUndo: () => queryMemoryStore.getState().restoreHistory(environmentId, history),
  });
}

/** Expressions that were kept in this environment. */
export function FavouritesMenu({ onChoose }: HistoryMenuProps) {
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  const { favourites } = useQueryMemory(environmentId);
  return (
    <Menu position="bottom-end" width={460}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconStar size={15} aria-hidden />}
          data-testid={testIds.explore.queryFavourites}
        >
          Favourites
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {favourites.length === 0 && <Menu.Label>The star beside a query keeps it here</Menu.Label>}
        <ScrollArea.Autosize mah={320}>
          {favourites.map(({ expr, name }) => (
            <Menu.Item key={expr} onClick={() => onChoose(expr)}>
              {name !== '' && <span className={classes.favouriteName}>{name}</span>}
              <code className={classes.historyExpr}>{expr}</code>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Keeps an expression, or lets it go. */
export function FavouriteButton({ expr }: { readonly expr: string }) {
  const environmentId = useEnvironment((state) => state.active?.id ?? '');
  const isKept = useQueryMemory(environmentId).favourites.some((favourite) => favourite.expr === expr);
  const { saveFavourite, removeFavourite } = queryMemoryStore.getState();
  return (
    <ActionIcon
      variant="subtle"
      color={isKept ? 'yellow' : 'gray'}
      size={30}
      disabled={expr === ''}
      aria-label={isKept ? 'Remove from favourites' : 'Add to favourites'}
      aria-pressed={isKept}
      onClick={() =>
        isKept ? removeFavourite(environmentId, expr) : saveFavourite(environmentId, { expr, name: '' })
      }
      data-testid={testIds.explore.queryFavourite}
    >
      {isKept ? <IconStarFilled size={15} aria-hidden /> : <IconStar size={15} aria-hidden />}
    </ActionIcon>
  );
}
