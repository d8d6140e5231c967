import { app, type Session, type WebContents } from 'electron';
import type { OpenExternal } from './external-url.ts';

function denyLeaving(contents: WebContents, isOwnPage: (url: string) => boolean): void {
  const guard = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', guard);
  contents.on('will-frame-navigate', guard);
  contents.on('will-redirect', guard);
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Writing text and pictures that Chromium cleans is all a page may do; reading the clipboard is not. */
function isGranted(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

/** Denies every page navigation, new windows and webviews; a link to the web is offered to the browser. */
export function guardAllContents(isOwnPage: (url: string) => boolean, openExternal: OpenExternal): void {
  app.on('web-contents-created', (_event, contents) => {
    denyLeaving(contents, isOwnPage);
    contents.setWindowOpenHandler(({ url }) => {
      void openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** Denies all devices and all permissions but writing to the clipboard. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isGranted(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission));
  session.setDevicePermissionHandler(() => false);
}
