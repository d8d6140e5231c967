import { Button, Menu, ScrollArea } from '@mantine/core';
import { IconHistory, IconTrash } from '@tabler/icons-react';
import { useStore } from 'zustand';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';

/** Expressions run before. */
export function HistoryMenu() {
  const history = useStore(exploreStore, (state) => state.history);
  return (
    <Menu position="bottom-end" width={460}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconHistory size={15} aria-hidden />}
          data-testid="query-history"
        >
          History
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {history.length === 0 && <Menu.Label>Nothing was run yet</Menu.Label>}
        <ScrollArea.Autosize mah={320}>
          {history.map((expr) => (
            <Menu.Item key={expr} onClick={() => exploreStore.getState().runExpr(expr)}>
              <code className={classes.historyExpr}>{expr}</code>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        {history.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => exploreStore.getState().forgetHistory()}
            >
              Forget history
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
