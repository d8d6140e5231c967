import { dialog, shell } from 'electron';
import { createOpenExternal, type OpenExternal } from './external-url.ts';

async function confirmHost(url: URL): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${url.host} in the browser?`,
    detail: url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** The way to the browser; with a record in its place (for tests) nothing is asked and nothing opened. */
export function createBrowserLink(record: string[] | null, onRefused: (text: string) => void): OpenExternal {
  return createOpenExternal({
    confirm: async (url) => record !== null || confirmHost(url),
    async open(url) {
      if (record === null) await shell.openExternal(url);
      else record.push(url);
    },
    onRefused,
  });
}
