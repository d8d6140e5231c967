import fs from 'node:fs/promises';
import { expect, test } from './fixtures/app.ts';

test('the renderer runs inside the Chromium sandbox', async ({ launchApp }) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() === 0,
    'read from /proc, and root cannot have it',
  );
  const app = await launchApp();
  const rendererPid = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = await fs.readFile(`/proc/${rendererPid}/status`, 'utf8');
  expect(status).toMatch(/^Seccomp:\s+2$/m);
});
