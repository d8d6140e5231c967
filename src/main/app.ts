import { app, type MenuItemConstructorOptions, nativeTheme, powerMonitor, session } from 'electron';
import startDemoWorker from '../backend/worker.ts?nodeWorker';
import type { EngineEvents } from '../engine/engine-api.ts';
import startEngineWorker from '../engine/worker.ts?nodeWorker';
import type { LoggedNotice } from '../shared/domain/alert-notice.ts';
import { schemeShade } from '../shared/domain/settings.ts';
import { PRELOAD_PATH, RENDERER_FOLDER } from './built-files.ts';
import startAgeWorker from './bundles/age-worker.ts?nodeWorker';
import {
  type Core,
  createCore,
  type EnvironmentView,
  openLastEnvironment,
  warmEnvironments,
} from './core.ts';
import { type DeepLinks, listenForDeepLinks } from './deep-links/deep-links.ts';
import { createDesktop } from './desktop.ts';
import { displayName } from './environments/display-name.ts';
import { keepStatusFiles } from './headless/status-files.ts';
import { answererFor } from './ipc/answerer-for.ts';
import type { Desktop } from './ipc/handlers/app-handlers.ts';
import { registerRequests } from './ipc/register-requests.ts';
import type { ViewAnswerer } from './ipc/view-answerer.ts';
import { startLean } from './lean-start.ts';
import { type AppLog, logUncaught, openLog } from './logging/logger.ts';
import { createNotificationCenter, type NotificationCenter } from './notifications/notification-center.ts';
import { followPower } from './power.ts';
import { APP_ORIGIN, registerAppScheme, serveRenderer } from './protocol/app-protocol.ts';
import { type RunOptions, readRunOptions } from './run-options.ts';
import { quitInOrder } from './shutdown.ts';
import { installTestHooks, type TestRecord } from './test-hooks.ts';
import { type AppTray, createTray } from './tray/tray.ts';
import { openUserData, type UserData } from './user-data.ts';
import { keychainName } from './vault/keychain-name.ts';
import { createKeytarKeychain } from './vault/keytar-keychain.ts';
import { createRedactor } from './vault/redactor.ts';
import { type AppWindow, type AppWindowOwner, createAppWindow } from './windows/app-window.ts';
import { setApplicationMenu } from './windows/application-menu.ts';
import { pageBackground } from './windows/background.ts';
import { watchChildProcesses } from './windows/child-processes.ts';
import { type EnvironmentMenuActions, switchItems } from './windows/environment-menu.ts';
import { environmentMenuActions } from './windows/environment-menu-actions.ts';
import { createEnvironmentWindows } from './windows/environment-windows.ts';
import { denyPermissions, guardAllContents } from './windows/guards.ts';
import type { MainWindowOptions } from './windows/main-window.ts';
import { createBrowserLink } from './windows/open-external.ts';
import { createWindowSet, type WindowSet } from './windows/window-set.ts';
import { openWindowState } from './windows/window-state.ts';

/** MB for an engine thread's new objects, half of V8's own choice: more takes memory and saves no time. */
const ENGINE_LIMITS = { maxYoungGenerationSizeMb: 8 };

/** What all parts of a run share. */
interface Run {
  readonly options: RunOptions;
  readonly log: AppLog;
  readonly data: UserData;
  /** The first window; there before anything can go wrong, so that it can be told. */
  readonly front: AppWindow;
  readonly windows: WindowSet;
  readonly notifications: NotificationCenter;
  /** What a click on a notification does, once there is a workspace to open its environment in. */
  readonly clicked: { open(notice: LoggedNotice): void };
  readonly record: TestRecord;
}

/** Starts the app, or brings the window of the one that already runs on this data folder to the front. */
export function runApp(): void {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const links = listenForDeepLinks();
  const started = startLean();
  registerAppScheme();
  // As root there is no sandbox, and asking for one would kill every child process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Awaiting this at the top level of a module would never end.
  app
    .whenReady()
    .then(started)
    .then(() => start(links))
    .catch((error: unknown) => {
      process.stderr.write(`Sextant can't start: ${error instanceof Error ? error.stack : String(error)}\n`);
      app.exit(1);
    });
}

async function start(links: DeepLinks): Promise<void> {
  const run = await prepare(readRunOptions());
  const { options, log, data, front } = run;
  const menus: { environments: EnvironmentMenuActions | null; refresh(): void } = {
    environments: null,
    refresh: () => undefined,
  };
  const tray = addTray(run, () =>
    menus.environments === null ? [] : switchItems(menus.environments, false),
  );
  const core = assemble(run, tray, () => menus.refresh());
  const opener: { open(environmentId: string): Promise<void> } = { open: () => Promise.resolve() };
  const desktop = { ...createDesktop(options), openWindow: (id: string) => opener.open(id) };
  await protectAndServe(run);
  const makeAnswerer = answerRequests(run, core, desktop);
  run.windows.add({ window: front, view: core, answer: makeAnswerer(core) });
  opener.open = createEnvironmentWindows({
    windows: run.windows,
    core,
    answererFor: makeAnswerer,
    windowOptions: (id) => windowOptions(run, id),
    ...pageTroubles(log),
    failure: log.failure,
  });
  const environments = environmentMenuActions({
    windows: run.windows,
    store: core.store,
    openWindow: (id) => opener.open(id),
    failure: log.failure,
  });
  menus.environments = environments;
  menus.refresh = () => {
    setMenu(run, desktop, environments);
    tray.refresh();
  };
  menus.refresh();
  app.on('second-instance', () => run.windows.inFront()?.window.focus());
  watchChildProcesses(
    (message) => log.write('error', message),
    () =>
      run.windows.broadcast('app.notice', {
        level: 'info',
        title: 'The graphics process was started again',
        message: 'It had stopped; charts were drawn again.',
      }),
  );
  followPower(
    powerMonitor,
    async (asleep) => {
      await Promise.all(core.engines.listOpen().map((id) => core.engines.api(id).setAsleep(asleep)));
    },
    log.failure,
  );
  const stopStatusFiles = keepStatus(run, core);
  quitInOrder(
    async () => {
      stopStatusFiles();
      await Promise.all([
        ...run.windows.list().map(({ window }) => window.rememberPlace()),
        core.close(),
        data.noticeLog.close(),
      ]);
    },
    (error) => log.failure('quitting was not orderly', error),
  );
  if (options.testHooks) installTestHooks(run.record, core);
  const opening = openEnvironment(run, core);
  await openWindow(run);
  links.connect({ windows: run.windows, store: core.store });
  await opening;
}

async function prepare(options: RunOptions): Promise<Run> {
  const redactor = createRedactor();
  const log = openLog(options.logFolder, redactor.redact);
  logUncaught(log);
  log.write('info', `Sextant ${app.getVersion()} on Electron ${process.versions.electron}`);
  const keychain = createKeytarKeychain(options.keychainService, keychainName());
  const data = await openUserData({ folder: options.dataFolder, keychain, redactor, failure: log.failure });
  const windows = createWindowSet();
  const front = createAppWindow({ ...pageTroubles(log), onClosed: () => undefined });
  const record: TestRecord = { notifications: [], openedUrls: [] };
  data.noticeLog.onChanged(() => {
    const unread = data.noticeLog.list().filter(({ read }) => !read).length;
    windows.broadcast('notices.changed', { unread });
  });
  const clicked: Run['clicked'] = { open: () => undefined };
  const notifications = createNotificationCenter({
    log: data.noticeLog,
    isEnabled: () => data.settings.get().notifications,
    record: (notification) => {
      if (options.testHooks) record.notifications.push(notification);
    },
    onClick: (notice) => clicked.open(notice),
  });
  for (const message of data.notices) {
    log.write('warn', message);
    front.events.send('app.notice', { level: 'warning', title: 'A file needs attention', message });
  }
  return { options, log, data, front, windows, notifications, clicked, record };
}

function pageTroubles(log: AppLog): Pick<AppWindowOwner, 'onPageGone' | 'onPageHangs'> {
  return {
    onPageGone: (reason) => log.write('error', `the page's process is gone: ${reason}`),
    onPageHangs: () => log.write('error', 'the page does not respond'),
  };
}

function addTray(
  { windows, notifications }: Run,
  environmentItems: () => MenuItemConstructorOptions[],
): AppTray {
  return createTray({
    open: () => windows.inFront()?.window.focus(),
    setPaused: notifications.setPaused,
    quit: () => app.quit(),
    environmentItems,
  });
}

function assemble(run: Run, tray: AppTray, onEnvironmentsChanged: () => void): Core {
  const { options, log, data, windows, notifications } = run;
  const refreshTray = (): void => {
    const active = core.workspace.active();
    const name = active === null ? null : displayName(active);
    const status = core.engine.isOpen() ? core.engine.api().getStatus() : Promise.resolve(null);
    status
      .then((known) => tray.update(name, known?.alertsFiring ?? 0))
      .catch((error: unknown) => log.write('info', `the tray was not updated: ${String(error)}`));
  };
  const engineEvents = (environmentId: string): EngineEvents => ({
    invalidated: (topics) =>
      windows.sendTo(environmentId, 'engine.invalidated', { environmentId, topics: [...topics] }),
    alertsChanged(transitions) {
      windows.sendTo(environmentId, 'alerts.changed', { environmentId, transitions: [...transitions] });
      refreshTray();
    },
    notified(notice) {
      if (!core.store.has(environmentId)) return;
      const name = displayName(core.store.get(environmentId));
      notifications.take(notice, { id: environmentId, name });
    },
    log: (level, message, fields) => log.write(level, `engine of ${environmentId}: ${message}`, fields),
  });
  const core = createCore({
    data,
    startEngineWorker: (workerData) => startEngineWorker({ workerData, resourceLimits: ENGINE_LIMITS }),
    startDemoWorker: (workerData) => startDemoWorker({ workerData }),
    startAgeWorker: (workerData) => startAgeWorker({ workerData }),
    engineEvents,
    onEngineRestarted: (environmentId, message) =>
      windows.sendTo(environmentId, 'engine.restarted', { environmentId, message }),
    onEnvironmentsChanged() {
      for (const { window, view } of windows.list()) window.setEnvironment(view.workspace.active());
      windows.broadcast('environments.changed', undefined);
      onEnvironmentsChanged();
      refreshTray();
    },
    onNotice: (title, message) =>
      windows.inFront()?.window.events.send('app.notice', { level: 'warning', title, message }),
    failure: log.failure,
    adjustableClock: options.testHooks,
    appVersion: app.getVersion(),
  });
  run.clicked.open = (notice) => {
    const { environmentId } = notice;
    const entry = windows.showing(environmentId) ?? windows.inFront();
    if (entry === undefined) return;
    const { workspace } = entry.view;
    entry.window.focus();
    const opened =
      workspace.active()?.id === environmentId || !core.store.has(environmentId)
        ? Promise.resolve()
        : workspace.activate(environmentId).then(() => undefined);
    const focus = notice.alerts[0]?.fingerprint ?? null;
    opened
      .then(() => entry.window.events.send('app.navigate', { page: 'alerts', focus }))
      .catch((error: unknown) => log.failure('the environment of a notification was not opened', error));
  };
  return core;
}

async function protectAndServe({ options, log, record }: Run): Promise<void> {
  const ownOrigin = options.devUrl === undefined ? APP_ORIGIN : new URL(options.devUrl).origin;
  const openExternal = createBrowserLink(options.testHooks ? record.openedUrls : null, (text) =>
    log.write('warn', `not opened in the browser: ${text}`),
  );
  guardAllContents((url) => url === ownOrigin || url.startsWith(`${ownOrigin}/`), openExternal);
  denyPermissions(session.defaultSession);
  if (options.devUrl === undefined) await serveRenderer(RENDERER_FOLDER);
}

/** Answers the requests of all windows; the result makes the answerer of another one. */
function answerRequests(
  { options, log, data, windows }: Run,
  core: Core,
  desktop: Desktop,
): (view: EnvironmentView) => ViewAnswerer {
  const onSettingsChanged = (): void => {
    nativeTheme.themeSource = schemeShade(data.settings.get().colorScheme);
    windows.broadcast('settings.changed', data.settings.get());
    warmEnvironments(core)
      .then(core.engines.trim)
      .catch((error: unknown) => log.failure('the engines kept warm were not all started', error));
  };
  registerRequests({
    origins: [options.devUrl === undefined ? APP_ORIGIN : new URL(options.devUrl).origin],
    answererOf(contents) {
      const entry = windows.ownerOf(contents);
      entry?.window.events.windowReady();
      return entry?.answer;
    },
    onRefused: (name, url) => log.write('warn', `request ${name} refused to ${url}`),
  });
  return (view) => answererFor({ core, view, desktop, onSettingsChanged, failure: log.failure });
}

function setMenu(
  { options, windows, log }: Run,
  desktop: Desktop,
  environments: EnvironmentMenuActions,
): void {
  const openFolder = (folder: string): void => {
    desktop.openFolder(folder).catch((error: unknown) => log.failure('a folder was not opened', error));
  };
  setApplicationMenu(
    {
      run: (command) => windows.inFront()?.window.events.send('app.command', command),
      openDataFolder: () => openFolder(options.dataFolder),
      openLogFolder: () => openFolder(options.logFolder),
      environments,
    },
    !app.isPackaged && !options.testHooks,
  );
}

function keepStatus({ options, log, front }: Run, core: Core): () => void {
  return keepStatusFiles({
    ...options,
    getStatus: async () => (core.engine.isOpen() ? core.engine.api().getStatus() : null),
    isWindowReady: front.isReady,
    capture: front.capture,
    warn: (message, error) => log.write('info', `${message}: ${String(error)}`),
  });
}

async function openEnvironment({ options, log, front }: Run, core: Core): Promise<void> {
  try {
    await openLastEnvironment(core, options.askFirst);
  } catch (error) {
    log.failure('the environment was not opened', error);
    const message = error instanceof Error ? error.message : String(error);
    front.events.send('app.notice', {
      level: 'error',
      title: 'The environment could not be opened',
      message,
    });
  }
}

async function windowOptions(
  { options, log, data }: Run,
  environmentId: string | null,
): Promise<MainWindowOptions> {
  const scheme = data.settings.get().colorScheme;
  return {
    preloadPath: PRELOAD_PATH,
    url: options.devUrl ?? `${APP_ORIGIN}/`,
    backgroundColor: pageBackground(scheme, nativeTheme.shouldUseDarkColors),
    state: await openWindowState(options.dataFolder, Date.now(), environmentId),
    warn: log.failure,
  };
}

async function openWindow(run: Run): Promise<void> {
  nativeTheme.themeSource = schemeShade(run.data.settings.get().colorScheme);
  run.front.open(await windowOptions(run, null));
}
