import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { armor, Encrypter } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgeCipher } from '../../src/main/bundles/age-cipher.ts';
import { openDashboards } from '../../src/main/bundles/bundle-dashboards.ts';
import {
  createEnvironmentFiles,
  type EnvironmentFiles,
} from '../../src/main/environments/environment-files.ts';
import {
  type EnvironmentStore,
  openEnvironmentStore,
} from '../../src/main/environments/environment-store.ts';
import { createRemovedCredentials } from '../../src/main/environments/removed-credentials.ts';
import { openSettingsStore } from '../../src/main/settings/settings-store.ts';
import { createRedactor, type Redactor } from '../../src/main/vault/redactor.ts';
import { openSecretIndex } from '../../src/main/vault/secret-index.ts';
import { createVault, type Vault } from '../../src/main/vault/vault.ts';
import { createMemoryKeychain, type MemoryKeychain } from '../support/memory-keychain.ts';
import { startThread } from '../support/start-thread.ts';

const PASSPHRASE = 'seven dull words and a comma';
const SECRET = 'canary-secret-of-the-shop';
const ORIGIN = 'https://shop.example';
const YAML = `# Ours
schemaVersion: 1
name: Shop
kind: staging
endpoints:
  - id: shop
    name: Shop
    url: https://shop.example/metrics # balanced
    scrapeInterval: 15s
    scrapeTimeout: 10s
    auth: { kind: bearer, tokenRef: shop/token }
    connection: { insecureSkipVerify: true }
alertmanager:
  url: https://alerts.example
  auth: { kind: basic, username: a, passwordRef: am/password }
`;

/** A computer of its own: another folder, another keychain. */
interface Computer {
  readonly store: EnvironmentStore;
  readonly vault: Vault;
  readonly files: EnvironmentFiles;
  readonly keychain: MemoryKeychain;
  readonly redactor: Redactor;
}

let folder: string;
let bundle: string;
let computers: Computer[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-bundle-'));
  bundle = path.join(folder, 'shop.age');
  computers = [];
});
afterEach(async () => {
  for (const { files } of computers) files.close();
  await rm(folder, { recursive: true, force: true });
});

async function openComputer(name: string): Promise<Computer> {
  const home = path.join(folder, name);
  const store = await openEnvironmentStore(path.join(home, 'environments'), () => 0);
  const keychain = createMemoryKeychain();
  const redactor = createRedactor();
  const vault = createVault({
    keychain,
    index: await openSecretIndex(home, 0),
    redactor,
    wallMs: () => 0,
    monotonicMs: () => 0,
    warn: () => undefined,
  });
  const files = createEnvironmentFiles({
    store,
    vault,
    settings: await openSettingsStore(home, 0),
    cipher: createAgeCipher((data) => startThread('main/bundles/age-worker.ts', data)),
    wallMs: () => 0,
    removed: createRemovedCredentials({
      vault,
      isTaken: store.isTaken,
      onNotice: () => undefined,
      warn: () => undefined,
    }),
    workspace: {
      reload: (id) => store.reread(id),
      update: async (id, edit) => store.save(edit(await store.reread(id))),
    },
    onChanged: () => undefined,
    onNotice: () => undefined,
    warn: () => undefined,
  });
  const computer = { store, vault, files, keychain, redactor };
  computers.push(computer);
  return computer;
}

function dashboardText(title: string): string {
  const panels = [{ id: 1, type: 'timeseries', title: 'Up', targets: [{ refId: 'A', expr: 'up' }] }];
  return JSON.stringify({ uid: 'x', title, schemaVersion: 39, panels });
}

/** A computer with the environment and one of its two credentials. */
async function openSender(): Promise<Computer> {
  const sender = await openComputer('sender');
  const file = path.join(folder, 'shop.yaml');
  await writeFile(file, YAML);
  const { token } = sender.files.imports.preview(file, 'file', null);
  await sender.files.imports.confirm(token, [{ key: 0, choice: 'both' }], false);
  await sender.vault.store({ environmentId: 'shop', secretRef: 'shop/token', origin: ORIGIN }, SECRET);
  return sender;
}

/** A file that age encrypted, with this inside. */
async function encrypted(content: string | object): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(10);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(bundle, await encrypter.encrypt(text));
  return bundle;
}

describe('an encrypted export', () => {
  it('brings an environment and its credentials to another computer, through the preview', async () => {
    const sender = await openSender();
    const { notes } = await sender.files.exportBundle('shop', bundle, PASSPHRASE);
    expect(notes).toEqual([
      '1 credential is in it.',
      'The password of Alertmanager is missing on this computer, and is not in it.',
    ]);
    const content = await readFile(bundle);
    for (const word of [SECRET, 'shop.example', PASSPHRASE]) expect(content.includes(word)).toBe(false);

    const receiver = await openComputer('receiver');
    const { imports } = receiver.files;
    const locked = imports.preview(bundle, 'file', null);
    expect(locked).toMatchObject({ locked: true, items: [], canFollow: false });
    await expect(imports.openLocked(locked.token, 'another passphrase')).rejects.toThrow(
      'The passphrase is not the one that this file was encrypted with',
    );
    const preview = await imports.openLocked(locked.token, PASSPHRASE);
    expect(preview.items).toMatchObject([
      {
        name: 'Shop',
        hosts: ['alerts.example', 'shop.example'],
        secretCount: 1,
        credentialCount: 1,
        notes: [],
      },
    ]);
    expect(JSON.stringify(preview)).not.toContain(SECRET);
    expect(receiver.store.listIds()).toEqual([]);
    expect(receiver.keychain.items.size).toBe(0);
    expect(receiver.redactor.redact(`${SECRET} ${PASSPHRASE}`)).toBe('[secret] [secret]');

    const done = await imports.confirm(preview.token, [{ key: 0, choice: 'both' }], true);
    expect(done).toEqual({ ids: ['shop'], note: null });
    const name = { environmentId: 'shop', secretRef: 'shop/token' };
    expect(await receiver.vault.resolve({ ...name, origin: ORIGIN })).toMatchObject({ value: SECRET });
    const elsewhere = await receiver.vault.resolve({ ...name, origin: 'https://evil.example' });
    expect(elsewhere).toEqual({ state: 'origin_changed', value: '' });
    expect(receiver.store.getLocal('shop').source).toBeNull();
  });

  it('brings the dashboards, and leaves what is no dashboard with its reason', async () => {
    const sender = await openSender();
    const own = openDashboards(sender.store.folderOf('shop'), () => 0);
    await own.add(dashboardText('Orders'));
    await own.add(dashboardText('Payments'));
    await writeFile(path.join(own.folder, 'broken.json'), '{"panels": [');
    const { notes } = await sender.files.exportBundle('shop', bundle, PASSPHRASE);
    expect(notes[0]).toBe('1 credential is in it, and 2 dashboards.');
    expect(notes.at(-1)).toMatch(/^The dashboard broken\.json can't be shown: .*It is not in the file\.$/);

    const receiver = await openComputer('receiver');
    const { imports } = receiver.files;
    const open = async () => {
      const { token } = imports.previewEncrypted('shop.age', await readFile(bundle));
      return imports.openLocked(token, PASSPHRASE);
    };
    const first = await open();
    expect(first.items[0]?.dashboards).toEqual(['Orders', 'Payments']);
    await imports.confirm(first.token, [{ key: 0, choice: 'both' }], false);
    const received = openDashboards(receiver.store.folderOf('shop'), () => 0);
    expect((await received.list()).map(({ id, title }) => [id, title])).toEqual([
      ['orders', 'Orders'],
      ['payments', 'Payments'],
    ]);
    expect(await received.exportText('orders')).toBe(await own.exportText('orders'));

    // Replaced, what was there stays: as a version, as a file of its own, or damaged as it is.
    await received.save('orders', dashboardText('My orders'), '', null);
    await received.add(dashboardText('Mine'));
    await writeFile(path.join(received.folder, 'payments.json'), 'half a');
    const second = await open();
    await imports.confirm(second.token, [{ key: 0, choice: 'replace' }], false);
    expect((await received.list()).map(({ id, title }) => [id, title])).toEqual([
      ['mine', 'Mine'],
      ['orders', 'Orders'],
      ['payments-2', 'Payments'],
      ['payments', 'payments.json'],
    ]);
    const versions = await received.listVersions('orders');
    const titles = versions.map(
      async ({ name }) => (await received.getVersion('orders', name)).dashboard.title,
    );
    expect((await Promise.all(titles)).slice(0, 2)).toEqual(['Orders', 'My orders']);
    expect(await readFile(path.join(received.folder, 'payments.json'), 'utf8')).toBe('half a');
    // Three times a second of work for a passphrase, and many times that on a machine that is busy.
  }, 120_000);

  it('can’t put a dashboard anywhere but among those of its environment', async () => {
    const ids = [
      '../environment',
      '../../../evil',
      '/etc/evil',
      '.versions',
      'a\\..\\b',
      'a/b',
      '',
      'x.json',
      'fine',
      'fine',
    ];
    const dashboards = [
      ...ids.map((id) => ({ id, text: dashboardText('Evil') })),
      { id: 'no-dashboard', text: '[1]' },
    ];
    const content = {
      format: 'sextant-bundle',
      version: 1,
      environment: YAML,
      base: null,
      secrets: [],
      dashboards,
    };
    const { files, store } = await openComputer('receiver');
    await mkdir(path.join(folder, 'receiver'), { recursive: true });
    const { token } = files.imports.preview(await encrypted(content), 'file', null);
    const preview = await files.imports.openLocked(token, PASSPHRASE);
    expect(preview.items[0]?.dashboards).toEqual(['Evil']);
    expect(preview.items[0]?.notes.filter((note) => note.startsWith('The dashboard'))).toEqual([
      ...ids
        .slice(0, -2)
        .map(
          (id) => `The dashboard ${JSON.stringify(id)} is left out: this is no name of a dashboard’s file.`,
        ),
      'The dashboard "fine" is left out: there are two of this name.',
      expect.stringMatching(/^The dashboard "no-dashboard" is left out: ./),
    ]);
    await files.imports.confirm(preview.token, [{ key: 0, choice: 'both' }], false);
    const written = await readdir(folder, { recursive: true });
    expect(written.filter((name) => /evil|fine\.json/.test(name))).toEqual([
      path.relative(folder, path.join(store.folderOf('shop'), 'dashboards', 'fine.json')),
    ]);
    expect(await readFile(store.fileOf('shop').path, 'utf8')).not.toContain('panels');
  });

  it('takes no more dashboards than a bundle may hold', async () => {
    const many = Array.from({ length: 501 }, (_, i) => ({ id: `d${i}`, text: dashboardText(`D${i}`) }));
    const content = { format: 'sextant-bundle', version: 1, environment: YAML, base: null, secrets: [] };
    const { imports } = (await openComputer('receiver')).files;
    const { token } = imports.preview(await encrypted({ ...content, dashboards: many }), 'file', null);
    await expect(imports.openLocked(token, PASSPHRASE)).rejects.toThrow('no export of Sextant');
    const huge = `${dashboardText('Huge').slice(0, -1)}, "pad": "${'x'.repeat(9_000_000)}"}`;
    const two = [
      { id: 'one', text: huge },
      { id: 'two', text: huge },
    ];
    const again = imports.preview(await encrypted({ ...content, dashboards: two }), 'file', null);
    const { items } = await imports.openLocked(again.token, PASSPHRASE);
    expect(items[0]?.dashboards).toEqual(['Huge']);
    expect(items[0]?.notes.at(-1)).toBe(
      'The dashboard "two" is left out: a bundle takes 500 dashboards of 16 MiB together.',
    );
  });

  it('that was dropped is told from another file', async () => {
    const { imports } = (await openComputer('receiver')).files;
    expect(() => imports.previewEncrypted('a.age', Buffer.from('schemaVersion: 1'))).toThrow(
      'a.age is not encrypted with age',
    );
  });

  it('is not written while the keychain is locked, and holds nothing that is for one session', async () => {
    const sender = await openSender();
    await sender.vault.storeForSession(
      { environmentId: 'shop', secretRef: 'shop/token', origin: ORIGIN },
      SECRET,
    );
    const { notes } = await sender.files.exportBundle('shop', bundle, PASSPHRASE);
    expect(notes[0]).toBe('0 credentials are in it.');
    const again = await openComputer('sender');
    await again.vault.store(
      { environmentId: 'shop', secretRef: 'am/password', origin: 'https://alerts.example' },
      'p',
    );
    const locked = await openComputer('sender');
    locked.keychain.fault = 'locked';
    const other = path.join(folder, 'other.age');
    await expect(locked.files.exportBundle('shop', other, PASSPHRASE)).rejects.toMatchObject({
      code: 'vault',
    });
    await expect(readFile(other)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves out a credential for another host than those of its own environment', async () => {
    const secrets = [
      { secretRef: 'shop/token', origin: 'https://evil.example', value: 's' },
      { secretRef: 'nobody/token', origin: ORIGIN, value: 's' },
    ];
    const content = { format: 'sextant-bundle', version: 1, environment: YAML, base: null, secrets };
    const { imports } = (await openComputer('receiver')).files;
    const { token } = imports.preview(await encrypted(content), 'file', null);
    const { items } = await imports.openLocked(token, PASSPHRASE);
    expect(items[0]).toMatchObject({ secretCount: 0, credentialCount: 2 });
    expect(items[0]?.notes).toEqual([
      'Shop: certificates are checked; the file had that switched off.',
      expect.stringContaining('A credential for https://evil.example is left out'),
      expect.stringContaining(`A credential for ${ORIGIN} is left out`),
    ]);
  });

  it('can be wrapped in text, as age does on request', async () => {
    const sender = await openSender();
    await sender.files.exportBundle('shop', bundle, PASSPHRASE);
    await writeFile(bundle, armor.encode(await readFile(bundle)));
    const { imports } = sender.files;
    const { token, locked } = imports.preview(bundle, 'file', null);
    expect(locked).toBe(true);
    expect((await imports.openLocked(token, PASSPHRASE)).items).toMatchObject([{ conflict: { id: 'shop' } }]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['cut short', () => truncate(bundle, 300), /damaged or was cut short/],
    ['longer than it was', () => appendFile(bundle, 'x'), /damaged or was cut short/],
    [
      'with a byte changed',
      async () => {
        const bytes = await readFile(bundle);
        bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
        await writeFile(bundle, bytes);
      },
      /damaged or was cut short/,
    ],
    [
      'asking for an hour of work',
      async () => {
        const text = (await readFile(bundle)).toString('latin1').replace(/(-> scrypt \S+) \d+/, '$1 30');
        await writeFile(bundle, Buffer.from(text, 'latin1'));
      },
      /more work than any export/,
    ],
    [
      'with half a header',
      () => writeFile(bundle, 'age-encryption.org/v1\n-> scr'),
      /encrypted for a key|damaged/,
    ],
    ['with something else in it', () => encrypted('a letter'), /there is no environment in this file/],
    [
      'with other fields in it',
      () => encrypted({ format: 'sextant-bundle', version: 1 }),
      /no export of Sextant/,
    ],
    ['of a newer version', () => encrypted({ format: 'sextant-bundle', version: 2 }), /newer version/],
  ])('that is %s gets a sentence', async (_, harm, sentence) => {
    await encrypted({ format: 'sextant-bundle', version: 1, environment: YAML, base: null, secrets: [] });
    await harm();
    const { imports } = (await openComputer('receiver')).files;
    const { token } = imports.preview(bundle, 'file', null);
    await expect(imports.openLocked(token, PASSPHRASE)).rejects.toThrow(sentence);
    // It is still there to be tried again.
    await expect(imports.openLocked(token, PASSPHRASE)).rejects.toThrow(sentence);
  });

  it('that is encrypted but holds a broken environment says where it is broken', async () => {
    const environment = YAML.replace('kind: staging', 'kind: moon');
    const content = { format: 'sextant-bundle', version: 1, environment, base: null, secrets: [] };
    const { imports } = (await openComputer('receiver')).files;
    const { token } = imports.preview(await encrypted(content), 'file', null);
    const { items } = await imports.openLocked(token, PASSPHRASE);
    expect(items[0]?.fault).toMatch(/line 4.*kind/);
  });

  it('that is huge is not read at all', async () => {
    await encrypted('x');
    await truncate(bundle, 100 * 1024 * 1024);
    const { imports } = (await openComputer('receiver')).files;
    expect(() => imports.preview(bundle, 'file', null)).toThrow('is larger than 48 MiB');
  });
});
