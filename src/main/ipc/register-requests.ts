import { ipcMain, type WebContents } from 'electron';
import { REQUEST_NAMES, type RequestName } from '../../shared/ipc/channels.ts';
import type { Reply, WindowReply } from '../../shared/ipc/contract.ts';
import { isPacked, packReply } from '../../shared/ipc/packed-reply.ts';
import { isTrustedFrame } from './trusted-sender.ts';
import type { ViewAnswerer } from './view-answerer.ts';

/** Whom requests are taken from. */
export interface TrustedSenders {
  readonly origins: readonly string[];
  /** The answerer of the window whose page these contents are; undefined for any other. Its page listens by now. */
  answererOf(contents: WebContents): ViewAnswerer | undefined;
  /** Hears of a request from elsewhere. */
  onRefused(name: RequestName, url: string): void;
}

const REFUSAL: Reply<unknown> = {
  ok: false,
  error: { code: 'unauthorized', message: 'Requests are taken from the app’s own window only.' },
};

/** Serves the requests over Electron's IPC, to trusted senders only. */
export function registerRequests(trusted: TrustedSenders): void {
  for (const name of REQUEST_NAMES) {
    ipcMain.handle(`request:${name}`, (event, payload: unknown, askedFor: unknown) => {
      if (isTrustedFrame(event.senderFrame, trusted.origins)) {
        const answer = trusted.answererOf(event.sender);
        if (answer !== undefined) return answer(name, payload, askedFor).then((reply) => packed(name, reply));
      }
      trusted.onRefused(name, event.senderFrame?.url ?? 'a frame that is gone');
      return REFUSAL;
    });
  }
}

function packed(name: RequestName, reply: WindowReply<unknown>): WindowReply<unknown> {
  return reply.ok && isPacked(name) ? { ...reply, value: packReply(reply.value) } : reply;
}
