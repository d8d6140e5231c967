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

/** Denies all permissions and devices: the app asks for none. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
