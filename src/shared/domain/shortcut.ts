/** Headings of the keyboard map, in its order. */
export const SHORTCUT_GROUPS = ['Go to', 'Environments', 'Window', 'Time', 'Charts', 'Queries'] as const;

/** A command and its keys. */
export interface Shortcut {
  readonly label: string;
  readonly group: (typeof SHORTCUT_GROUPS)[number];
  /**
   * Ways to type it, the first being the one that menus and hints show: keys joined by `+` (`mod` is Ctrl, on macOS Cmd),
   * strokes of a sequence divided by a blank. Empty for what only menus and the palette offer.
   */
  readonly keys: readonly string[];
}

/** Every command of the window, for keys, menus and the palette alike. */
export const COMMANDS = {
  'open-overview': { label: 'Overview', group: 'Go to', keys: ['g o', 'g h', 'alt+1'] },
  'open-explore': { label: 'Explore', group: 'Go to', keys: ['g e', 'alt+2'] },
  'open-dashboards': { label: 'Dashboards', group: 'Go to', keys: ['g d', 'alt+3'] },
  'open-alerts': { label: 'Alerts', group: 'Go to', keys: ['g a', 'alt+4'] },
  'open-targets': { label: 'Targets', group: 'Go to', keys: ['g t', 'alt+5'] },
  'open-settings': { label: 'Settings', group: 'Go to', keys: ['mod+,', 'g s', 'alt+6'] },
  'pick-environment': { label: 'Switch environment', group: 'Environments', keys: ['mod+shift+e'] },
  'previous-environment': {
    label: 'Back to the environment before',
    group: 'Environments',
    keys: ['mod+`', 'ctrl+`'],
  },
  'open-palette': {
    label: 'Search pages, metrics and actions',
    group: 'Window',
    keys: ['mod+k', 'mod+shift+p'],
  },
  'add-endpoint': { label: 'Add an endpoint', group: 'Window', keys: ['mod+n'] },
  'toggle-scraping': { label: 'Pause or resume scraping', group: 'Environments', keys: [] },
  'show-shortcuts': { label: 'Keyboard shortcuts', group: 'Window', keys: ['?'] },
  'cycle-theme': { label: 'Next theme', group: 'Window', keys: ['c t'] },
  'show-about': { label: 'About Sextant', group: 'Window', keys: [] },
  'report-problem': { label: 'Report a problem', group: 'Window', keys: [] },
  'toggle-pause': { label: 'Pause or resume live charts', group: 'Time', keys: ['space'] },
  refresh: { label: 'Refresh now', group: 'Time', keys: ['d r', 'f5'] },
  'choose-range': { label: 'Choose a time range', group: 'Time', keys: ['t r'] },
  'time-zoom-out': { label: 'Zoom out to twice the time', group: 'Time', keys: ['t z', 't -'] },
  'time-zoom-in': { label: 'Zoom in to half the time', group: 'Time', keys: ['t plus', 't ='] },
  'time-earlier': { label: 'Half a range earlier', group: 'Time', keys: ['t arrowleft'] },
  'time-later': { label: 'Half a range later', group: 'Time', keys: ['t arrowright'] },
  'time-fix': { label: 'Hold the range where it is', group: 'Time', keys: ['t a'] },
  'time-back': { label: 'Back to the range before', group: 'Time', keys: ['alt+arrowleft', 't b'] },
  'time-forward': { label: 'Forward to the range after', group: 'Time', keys: ['alt+arrowright', 't f'] },
  'toggle-utc': { label: 'Switch between local time and UTC', group: 'Time', keys: ['t u'] },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type Command = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as [Command, ...Command[]];

/** Keys that the menu or the part with the focus takes itself; the keyboard map tells them too. */
export const OTHER_SHORTCUTS: readonly Shortcut[] = [
  { label: 'First to ninth environment', group: 'Environments', keys: ['mod+1', 'mod+9'] },
  { label: 'Zoom in', group: 'Window', keys: ['mod+plus'] },
  { label: 'Zoom out', group: 'Window', keys: ['mod+-'] },
  { label: 'Actual size', group: 'Window', keys: ['mod+0'] },
  { label: 'Move the line over all charts', group: 'Charts', keys: ['arrowleft', 'arrowright'] },
  { label: 'Let the line go', group: 'Charts', keys: ['escape'] },
  { label: 'Run the query', group: 'Queries', keys: ['enter', 'mod+enter'] },
  { label: 'New line', group: 'Queries', keys: ['shift+enter'] },
  { label: 'Complete', group: 'Queries', keys: ['ctrl+space'] },
];
