import { COMMANDS, type Command } from '../../../shared/domain/shortcut.ts';
import { describeKeys } from './key-strokes.ts';

export const IS_MAC = navigator.platform.startsWith('Mac');

/** The first way to type a command, as text for a hint; '' where there is none. */
export function commandHint(command: Command): string {
  const keys = COMMANDS[command].keys[0];
  return keys === undefined ? '' : describeKeys(keys, IS_MAC);
}
