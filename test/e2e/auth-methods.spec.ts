import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { HEADER_METHODS } from './auth/header-methods.ts';
import type { Method } from './auth/method.ts';
import { NETWORK_METHODS } from './auth/network-methods.ts';
import { expect } from './fixtures/app.ts';
import { test } from './fixtures/auth-servers.ts';
import { canarySecret, findCanariesIn } from './fixtures/canaries.ts';
import type { RunningApp } from './fixtures/running-app.ts';
import { ConsolePage } from './pages/console.ts';
import { SettingsPage } from './pages/settings.ts';
import { ShellPage } from './pages/shell.ts';
import { SystemQuestions } from './pages/system-questions.ts';

const METHODS: readonly (readonly [string, Readonly<Record<string, Method>>])[] = [
  ['with each request', HEADER_METHODS],
  ['on the way to it', NETWORK_METHODS],
];

/** Gives away all that a user can, within the profile and on the clipboard, where it is searched for secrets. */
async function handOut(app: RunningApp, console: ConsolePage): Promise<string[]> {
  await console.open('settings');
  await new SettingsPage(app.page).openAbout();
  await app.page.getByTestId('copy-diagnostics').click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('Keychain:');
  await new ShellPage(app.page).closeDialog();
  const folder = path.join(app.userDataDir, 'handed-out');
  await mkdir(folder);
  await app.electron.evaluate(({ dialog }, target) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: `${target}/shared.yaml` });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [target] });
  }, folder);
  await app.page.evaluate(async () => {
    const { request } = window.sextant;
    const active = await request['environments.getActive'](undefined);
    if (!active.ok || active.value === null) throw new Error('no environment is open');
    const { id } = active.value;
    for (const name of ['environmentFiles.exportFile', 'environmentFiles.exportPrometheus'] as const) {
      const reply = await request[name]({ id });
      if (!reply.ok) throw new Error(reply.error.message);
    }
  });
  return (await readdir(folder)).filter((name) => /ya?ml$/.test(name)).sort();
}

for (const [where, methods] of METHODS) {
  test(`every method that shows who asks ${where}: wrong with its sentence, then right and up`, async ({
    launchApp,
    servers,
    startBackend,
  }) => {
    // A form filled for each of many methods.
    test.setTimeout(240_000);
    const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
    const console = new ConsolePage(app.page);
    const form = console.endpointForm;
    const secrets: string[] = [];
    await app.page.getByTestId('connect-service').click();
    for (const [index, [name, method]] of Object.entries(methods).entries()) {
      await test.step(name, async () => {
        const setUp = await method({ form, servers, startBackend });
        secrets.push(...(setUp.secrets ?? []));
        if (index > 0) await form.open();
        await form.fillUrl(setUp.url);
        await form.fillName(name);
        await form.fillInterval('1s');
        await setUp.fillWrong();
        await form.testConnection();
        await expect(form.report).toHaveAttribute('data-outcome', 'failed');
        await expect(form.verdict).toHaveText(setUp.saysWrong);
        await setUp.right();
        await form.testConnection();
        await expect(form.report).toHaveAttribute('data-outcome', 'ok');
        await form.save();
        const id = name.replaceAll(' ', '-');
        await expect(console.targetHealth(id)).toHaveText('Up');
        await expect(console.target(id)).toContainText(/Samples\s*[1-9]/);
      });
    }
    const handedOut = await handOut(app, console);
    expect(handedOut).toEqual(['prometheus.yml', 'shared.yaml']);
    await app.close();
    // Keys and archives bear no mark; everything else is looked for after each test.
    expect(secrets.every((secret) => secret.length > 30)).toBe(true);
    expect(await findCanariesIn(app.userDataDir, secrets)).toEqual([]);
  });
}

test('a token from a command is sent once a person allowed the command, and no sooner', async ({
  launchApp,
  servers,
}) => {
  const token = canarySecret('command');
  const file = await servers.writeFile('token', `${token}\n`);
  const page = await servers.startPage();
  page.reply = ({ headers }) => ({ status: headers.authorization === `Bearer ${token}` ? 200 : 401 });
  const app = await launchApp({ env: { SEXTANT_FIRST_RUN: 'ask' } });
  const questions = new SystemQuestions(app);
  const console = new ConsolePage(app.page);
  const form = console.endpointForm;
  await app.page.getByTestId('connect-service').click();
  await form.fillUrl(page.url);
  await form.fillName('shop');
  await form.fillInterval('1s');
  await form.chooseOtherAuth('Token from');
  await form.fillTokenSource(`cat\n${file}`);
  await questions.answerWith(0);
  await form.testConnection();
  await expect(form.failure).toContainText('was not allowed on this computer');
  expect(await questions.asked()).toEqual([
    expect.stringContaining(`Run “cat ${file}” and send what it gives to ${new URL(page.url).origin}`),
  ]);
  expect(page.seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);

  await questions.answerWith(1);
  await form.fillTokenSource(`cat\n${file}-missing`);
  await form.testConnection();
  await expect(form.verdict).toHaveText(/cat.*No such file|ended with/);
  await form.fillTokenSource(`cat\n${file}`);
  await form.testConnection();
  await expect(form.report).toHaveAttribute('data-outcome', 'ok');
  await form.save();
  await expect(console.targetHealth('shop')).toHaveText('Up');
  expect(await questions.asked()).toHaveLength(3);
});
