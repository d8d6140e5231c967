import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS, type Command } from '../../../shared/domain/shortcut.ts';
import { describeKeys, strokeKeys } from './key-strokes.ts';
import { listenForShortcuts } from './shortcut-listener.ts';

const TABLE = new Map<string, Command>([
  ['g e', 'open-explore'],
  ['mod+k', 'open-palette'],
  ['space', 'toggle-pause'],
  ['?', 'show-shortcuts'],
  ['alt+2', 'open-explore'],
  ['t arrowleft', 'time-earlier'],
]);

let ran: Command[] = [];
let end: () => void;

function press(target: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  ran = [];
  end = listenForShortcuts({ table: TABLE, isMac: false, run: (command) => ran.push(command) });
});

afterEach(() => {
  end();
  document.body.innerHTML = '';
});

describe('keys of the window', () => {
  it('run their commands, one stroke or a sequence', () => {
    press(document.body, 'g');
    press(document.body, 'e');
    expect(press(document.body, 'k', { ctrlKey: true }).defaultPrevented).toBe(true);
    press(document.body, '?', { shiftKey: true });
    press(document.body, '2', { altKey: true, code: 'Digit2' });
    press(document.body, 't');
    press(document.body, 'ArrowLeft');
    expect(ran).toEqual(['open-explore', 'open-palette', 'show-shortcuts', 'open-explore', 'time-earlier']);
  });

  it('are left to fields, but for those with a modifier', () => {
    document.body.innerHTML = '<input />';
    const input = document.querySelector('input') as Element;
    press(input, '?');
    press(input, 'g');
    press(input, 'e');
    expect(ran).toEqual([]);
    press(input, 'k', { ctrlKey: true });
    expect(ran).toEqual(['open-palette']);
  });

  it('leave Space to the control that has the focus', () => {
    document.body.innerHTML = '<button type="button">Save</button>';
    expect(press(document.querySelector('button') as Element, ' ').defaultPrevented).toBe(false);
    press(document.body, ' ');
    expect(ran).toEqual(['toggle-pause']);
  });

  it('wait while a window covers the page', () => {
    document.body.innerHTML = '<div role="dialog" aria-modal="true"></div>';
    press(document.body, 'k', { ctrlKey: true });
    press(document.body, '?');
    expect(ran).toEqual([]);
  });

  it('forget a sequence that went another way', () => {
    press(document.body, 'g');
    press(document.body, 'x');
    press(document.body, 'e');
    expect(ran).toEqual([]);
  });
});

describe('the table of shortcuts', () => {
  it('gives each way to type to one command, and no sequence begins with another shortcut', () => {
    const all = COMMAND_NAMES.flatMap((name) => COMMANDS[name].keys as readonly string[]);
    expect(new Set(all).size).toBe(all.length);
    const single = new Set(all.filter((keys) => !keys.includes(' ')));
    for (const keys of all.filter((each) => each.includes(' ')))
      expect(single).not.toContain(keys.split(' ')[0]);
  });

  it('writes keys as the platform does', () => {
    expect(describeKeys('mod+k', false)).toBe('Ctrl+K');
    expect(describeKeys('mod+k', true)).toBe('⌘K');
    expect(describeKeys('t arrowleft', false)).toBe('T then ←');
    expect(strokeKeys('mod+plus', false)).toEqual(['Ctrl', '+']);
    expect(strokeKeys('?', false)).toEqual(['?']);
  });
});
