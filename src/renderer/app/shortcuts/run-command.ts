import { spotlight } from '@mantine/spotlight';
import { COLOR_SCHEMES, type Settings } from '../../../shared/domain/settings.ts';
import type { Command } from '../../../shared/domain/shortcut.ts';
import { navigationStore, type Page } from '../../state/navigation-store.ts';
import { refreshNow } from '../../state/refresh-clock.ts';
import { settingsStore } from '../../state/settings-store.ts';
import { shellStore } from '../../state/shell-store.ts';
import { timeRangeStore } from '../../state/time-range-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { environmentPicker } from '../environments/environment-picker.ts';
import { switchToPrevious } from '../environments/switch-environment.ts';
import { toggleScraping } from '../scraping.ts';
import { fixTime, scaleTime, shiftTime } from '../time-actions.ts';

function update(change: (settings: Settings) => Partial<Settings>): void {
  const { settings, update: save } = settingsStore.getState();
  save(change(settings)).catch(reportFailure('The setting could not be saved'));
}

function open(page: Page): () => void {
  return () => navigationStore.getState().open(page);
}

const ACTIONS: Readonly<Record<Command, () => void>> = {
  'open-overview': open('overview'),
  'open-explore': open('explore'),
  'open-dashboards': open('dashboards'),
  'open-alerts': open('alerts'),
  'open-targets': open('targets'),
  'open-settings': open('settings'),
  'pick-environment': environmentPicker.open,
  'previous-environment': switchToPrevious,
  'open-palette': () => spotlight.open(),
  'add-endpoint': () => navigationStore.getState().openEndpointForm(),
  'toggle-scraping': toggleScraping,
  'show-shortcuts': () => shellStore.getState().openDialog('shortcuts'),
  'show-about': () => shellStore.getState().openDialog('about'),
  'report-problem': () => shellStore.getState().openDialog('about'),
  'cycle-theme': () =>
    update(({ colorScheme }) => ({
      colorScheme: COLOR_SCHEMES[(COLOR_SCHEMES.indexOf(colorScheme) + 1) % COLOR_SCHEMES.length] ?? 'dark',
    })),
  'toggle-utc': () => update(({ utc }) => ({ utc: !utc })),
  'toggle-pause': () => timeRangeStore.getState().togglePaused(),
  refresh: refreshNow,
  'choose-range': () => shellStore.getState().setChoosingRange(true),
  'time-zoom-out': () => scaleTime(2),
  'time-zoom-in': () => scaleTime(0.5),
  'time-earlier': () => shiftTime(-0.5),
  'time-later': () => shiftTime(0.5),
  'time-fix': fixTime,
  'time-back': () => timeRangeStore.getState().back(),
  'time-forward': () => timeRangeStore.getState().forward(),
};

/** Does what a key, a menu item or the palette asks for. */
export function runCommand(command: Command): void {
  ACTIONS[command]();
}
