import { useEffect } from 'react';
import { COMMAND_NAMES, COMMANDS, type Command } from '../../../shared/domain/shortcut.ts';
import { onEvent } from '../../ipc/client.ts';
import { IS_MAC } from './platform.ts';
import { runCommand } from './run-command.ts';
import { isCovered, listenForShortcuts } from './shortcut-listener.ts';

const TABLE: ReadonlyMap<string, Command> = new Map(
  COMMAND_NAMES.flatMap((command) =>
    (COMMANDS[command].keys as readonly string[]).map((keys) => [keys, command] as const),
  ),
);

/** Lets keys and the application's menu run commands, as long as the component is shown. */
export function useShortcuts(): void {
  useEffect(() => {
    const unsubscribes = [
      listenForShortcuts({ table: TABLE, isMac: IS_MAC, run: runCommand }),
      onEvent('app.command', (command) => {
        if (!isCovered()) runCommand(command);
      }),
    ];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, []);
}
