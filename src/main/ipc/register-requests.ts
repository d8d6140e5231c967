import { ipcMain, type WebContents } from 'electron';
import type { RequestName } from '../../shared/ipc/channels.ts';
import type { Reply } from '../../shared/ipc/contract.ts';
import type { RequestAnswerer } from './router.ts';
import { isTrustedFrame } from './trusted-sender.ts';

/** Whom requests are taken from. */
export interface TrustedSenders {
  readonly origins: readonly string[];
  isOurs(contents: WebContents): boolean;
  /** Hears of each request that is taken: the page listens. */
  onAccepted(): void;
  /** Hears of a request from elsewhere. */
  onRefused(name: RequestName, url: string): void;
}

const REFUSAL: Reply<unknown> = {
  ok: false,
  error: { code: 'unauthorized', message: 'Requests are taken from the app’s own window only.' },
};

/** Serves the requests over Electron's IPC, to trusted senders only. */
export function registerRequests(
  answerers: ReadonlyMap<RequestName, RequestAnswerer>,
  trusted: TrustedSenders,
): void {
  for (const [name, answer] of answerers) {
    ipcMain.handle(`request:${name}`, (event, payload: unknown) => {
      if (trusted.isOurs(event.sender) && isTrustedFrame(event.senderFrame, trusted.origins)) {
        trusted.onAccepted();
        return answer(payload);
      }
      trusted.onRefused(name, event.senderFrame?.url ?? 'a frame that is gone');
      return REFUSAL;
    });
  }
}
