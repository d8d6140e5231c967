import type { Command } from '../../../shared/domain/shortcut.ts';
import { strokeOf } from './key-strokes.ts';

const SEQUENCE_MS = 2_500;

const TEXT_FIELDS = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]';
/** Parts that take single keys for themselves. */
const OWN_KEYS = '[role="menu"], [role="listbox"], [role="grid"], [data-own-keys]';
const CONTROLS = 'button, a, [role="button"], [role="switch"], [role="radio"], [role="tab"], summary';

/** A window over the page is open: what lies beneath waits until it is closed. */
export function isCovered(root: ParentNode = document): boolean {
  return root.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

function isFree(stroke: string, target: Element | null): boolean {
  if (/^(mod|alt|f\d)/.test(stroke)) return true;
  if (target === null) return true;
  if (target.closest(`${TEXT_FIELDS}, ${OWN_KEYS}`) !== null) return false;
  // Space presses the control that has the focus.
  return stroke !== 'space' || target.closest(CONTROLS) === null;
}

/**
 * Listens for the keys of a table, sequences included, and calls `run`; the result ends it. Keys that are typed into a
 * field, or while a window covers the page, are left alone.
 */
export function listenForShortcuts(options: {
  readonly table: ReadonlyMap<string, Command>;
  readonly isMac: boolean;
  run(command: Command): void;
}): () => void {
  const { table, isMac, run } = options;
  const firstStrokes = new Set([...table.keys()].filter((keys) => keys.includes(' ')).map(firstOf));
  let pending = '';
  let pendingUntilMs = 0;
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || isCovered()) return;
    const stroke = strokeOf(event, isMac);
    if (stroke === null) return;
    if (!isFree(stroke, event.target instanceof Element ? event.target : null)) return;
    const begun = event.timeStamp < pendingUntilMs ? pending : '';
    pending = '';
    const command = table.get(begun === '' ? stroke : `${begun} ${stroke}`) ?? table.get(stroke);
    if (command !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      run(command);
    } else if (firstStrokes.has(stroke) && !event.repeat) {
      pending = stroke;
      pendingUntilMs = event.timeStamp + SEQUENCE_MS;
    }
  };
  document.addEventListener('keydown', listener, true);
  return () => document.removeEventListener('keydown', listener, true);
}

function firstOf(keys: string): string {
  return keys.slice(0, keys.indexOf(' '));
}
