import { app, nativeTheme, powerMonitor, session } from 'electron';
import startDemoWorker from '../backend/worker.ts?nodeWorker';
import type { EngineEvents } from '../engine/engine-api.ts';
import startEngineWorker from '../engine/worker.ts?nodeWorker';
import type { LoggedNotice } from '../shared/domain/alert-notice.ts';
import { PRELOAD_PATH, RENDERER_FOLDER } from './built-files.ts';
import { type Core, createCore, openLastEnvironment } from './core.ts';
import { createDesktop, showAbout } from './desktop.ts';
import { displayName } from './environments/display-name.ts';
import { keepStatusFiles } from './headless/status-files.ts';
import { createHandlers } from './ipc/create-handlers.ts';
import type { Desktop } from './ipc/handlers/app-handlers.ts';
import { registerRequests } from './ipc/register-requests.ts';
import { createAnswerers } from './ipc/router.ts';
import { type AppLog, logUncaught, openLog } from './logging/logger.ts';
import { createNotificationCenter, type NotificationCenter } from './notifications/notification-center.ts';
import { followPower } from './power.ts';
import { APP_ORIGIN, registerAppScheme, serveRenderer } from './protocol/app-protocol.ts';
import { type RunOptions, readRunOptions } from './run-options.ts';
import { quitInOrder } from './shutdown.ts';
import { installTestHooks, type TestRecord } from './test-hooks.ts';
import { type AppTray, createTray } from './tray/tray.ts';
import { openUserData, type UserData } from './user-data.ts';
import { createKeytarKeychain } from './vault/keytar-keychain.ts';
import { createRedactor } from './vault/redactor.ts';
import { setApplicationMenu } from './windows/application-menu.ts';
import { pageBackground } from './windows/background.ts';
import { createFrontWindow, type FrontWindow } from './windows/front-window.ts';
import { denyPermissions, guardAllContents } from './windows/guards.ts';
import { createBrowserLink } from './windows/open-external.ts';
import { openWindowState } from './windows/window-state.ts';

/** What all parts of a run share. */
interface Run {
  readonly options: RunOptions;
  readonly log: AppLog;
  readonly data: UserData;
  readonly front: FrontWindow;
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
  registerAppScheme();
  // As root there is no sandbox, and asking for one would kill every child process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Awaiting this at the top level of a module would never end.
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      process.stderr.write(`Sextant can't start: ${error instanceof Error ? error.stack : String(error)}\n`);
      app.exit(1);
    });
}

async function start(): Promise<void> {
  const run = await prepare(readRunOptions());
  const { options, log, data, front } = run;
  const tray = addTray(run);
  const core = assemble(run, tray);
  const desktop = createDesktop(options);
  await protectAndServe(run);
  answerRequests(run, core, desktop);
  setMenu(run, desktop);
  app.on('second-instance', () => front.focus());
  followPower(
    powerMonitor,
    async (activity) => (core.supervisor.isOpen() ? core.supervisor.api().setActivity(activity) : undefined),
    log.failure,
  );
  const stopStatusFiles = keepStatus(run, core);
  quitInOrder(
    async () => {
      stopStatusFiles();
      await Promise.all([front.rememberPlace(), core.workspace.close(), data.noticeLog.close()]);
    },
    (error) => log.failure('quitting was not orderly', error),
  );
  if (options.testHooks) installTestHooks(run.record, core);
  const opening = openEnvironment(run, core);
  await openWindow(run);
  await opening;
}

async function prepare(options: RunOptions): Promise<Run> {
  const redactor = createRedactor();
  const log = openLog(options.logFolder, redactor.redact);
  logUncaught(log);
  log.write('info', `Sextant ${app.getVersion()} on Electron ${process.versions.electron}`);
  const keychain = createKeytarKeychain(options.keychainService);
  const data = await openUserData({ folder: options.dataFolder, keychain, redactor, failure: log.failure });
  const front = createFrontWindow((reason) => log.write('error', `the page's process is gone: ${reason}`));
  const record: TestRecord = { notifications: [], openedUrls: [] };
  data.noticeLog.onChanged(() => {
    const unread = data.noticeLog.list().filter(({ read }) => !read).length;
    front.events.send('notices.changed', { unread });
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
  return { options, log, data, front, notifications, clicked, record };
}

function addTray({ front, notifications }: Run): AppTray {
  return createTray({
    open: front.focus,
    isPaused: notifications.isPaused,
    setPaused: notifications.setPaused,
    quit: () => app.quit(),
  });
}

function assemble(run: Run, tray: AppTray): Core {
  const { options, log, data, front, notifications } = run;
  const refreshTray = (): void => {
    const active = core.workspace.active();
    const name = active === null ? null : displayName(active);
    const status = core.supervisor.isOpen() ? core.supervisor.api().getStatus() : Promise.resolve(null);
    status
      .then((known) => tray.update(name, known?.alertsFiring ?? 0))
      .catch((error: unknown) => log.write('info', `the tray was not updated: ${String(error)}`));
  };
  const engineEvents: EngineEvents = {
    invalidated: (topics) => front.events.send('engine.invalidated', [...topics]),
    alertsChanged(transitions) {
      front.events.send('alerts.changed', [...transitions]);
      refreshTray();
    },
    notified(notice) {
      const active = core.workspace.active();
      if (active !== null) notifications.take(notice, { id: active.id, name: displayName(active) });
    },
    log: (level, message, fields) => log.write(level, `engine: ${message}`, fields),
  };
  const core = createCore({
    data,
    startEngineWorker: (workerData) => startEngineWorker({ workerData }),
    startDemoWorker: (workerData) => startDemoWorker({ workerData }),
    engineEvents,
    onEngineRestarted: (message) => front.events.send('engine.restarted', { message }),
    onEnvironmentsChanged(workspace) {
      front.setEnvironment(workspace.active());
      front.events.send('environments.changed', undefined);
      refreshTray();
    },
    onNotice: (title, message) => front.events.send('app.notice', { level: 'warning', title, message }),
    failure: log.failure,
    adjustableClock: options.testHooks,
    appVersion: app.getVersion(),
  });
  run.clicked.open = (notice) => {
    front.focus();
    const opened =
      core.workspace.active()?.id === notice.environmentId || !core.store.has(notice.environmentId)
        ? Promise.resolve()
        : core.workspace.activate(notice.environmentId).then(() => undefined);
    opened
      .then(() =>
        front.events.send('app.navigate', { page: 'alerts', focus: notice.alerts[0]?.fingerprint ?? null }),
      )
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

function answerRequests({ options, log, data, front }: Run, core: Core, desktop: Desktop): void {
  const handlers = createHandlers(core, desktop, () => {
    nativeTheme.themeSource = data.settings.get().colorScheme;
    front.events.send('settings.changed', data.settings.get());
  });
  const answerers = createAnswerers(handlers, (name, error) => log.failure(`request ${name}`, error));
  registerRequests(answerers, {
    origins: [options.devUrl === undefined ? APP_ORIGIN : new URL(options.devUrl).origin],
    isOurs: front.owns,
    onAccepted: front.events.windowReady,
    onRefused: (name, url) => log.write('warn', `request ${name} refused to ${url}`),
  });
}

function setMenu({ options, front, log }: Run, desktop: Desktop): void {
  const openFolder = (folder: string): void => {
    desktop.openFolder(folder).catch((error: unknown) => log.failure('a folder was not opened', error));
  };
  setApplicationMenu(
    {
      navigate: (page) => front.events.send('app.navigate', { page, focus: null }),
      openDataFolder: () => openFolder(options.dataFolder),
      openLogFolder: () => openFolder(options.logFolder),
      showAbout: () => showAbout(desktop),
    },
    !app.isPackaged && !options.testHooks,
  );
}

function keepStatus({ options, log, front }: Run, core: Core): () => void {
  return keepStatusFiles({
    ...options,
    getStatus: async () => (core.supervisor.isOpen() ? core.supervisor.api().getStatus() : null),
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

async function openWindow({ options, log, data, front }: Run): Promise<void> {
  const scheme = data.settings.get().colorScheme;
  nativeTheme.themeSource = scheme;
  front.open({
    preloadPath: PRELOAD_PATH,
    url: options.devUrl ?? `${APP_ORIGIN}/`,
    backgroundColor: pageBackground(scheme, nativeTheme.shouldUseDarkColors),
    state: await openWindowState(options.dataFolder, Date.now()),
    warn: log.failure,
  });
}
