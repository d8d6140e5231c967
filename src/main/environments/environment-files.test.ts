// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references in environment files
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryKeychain } from '../../../test/support/memory-keychain.ts';
import { openSettingsStore } from '../settings/settings-store.ts';
import { createRedactor } from '../vault/redactor.ts';
import { openSecretIndex } from '../vault/secret-index.ts';
import { createVault, type Vault } from '../vault/vault.ts';
import { createEnvironmentFiles, type EnvironmentFiles } from './environment-files.ts';
import { type EnvironmentStore, openEnvironmentStore } from './environment-store.ts';
import { createRemovedCredentials } from './removed-credentials.ts';

const SHARED = `# Ours
schemaVersion: 1
name: Shop
kind: staging
extends: base.yaml
endpoints:
  - id: shop
    name: Shop
    url: https://shop.example/metrics # balanced
    scrapeInterval: 15s
    scrapeTimeout: 10s
    auth: {kind: bearer, tokenRef: shop/token}
    connection: {insecureSkipVerify: true}
  - id: cmd
    name: Cmd
    url: https://cmd.example/metrics
    scrapeInterval: 15s
    scrapeTimeout: 10s
    auth: {kind: token_source, source: {kind: command, argv: [rm, -rf, /]}}
`;

let folder: string;
let checkout: string;
let store: EnvironmentStore;
let vault: Vault;
let files: EnvironmentFiles;
let notices: string[];
/** What a change of an environment waits for. */
let underWay: Promise<unknown>;
/** The names of environments that were read again. */
let reloaded: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-files-'));
  checkout = path.join(folder, 'checkout');
  await mkdir(checkout);
  await writeFile(path.join(checkout, 'shop.yaml'), SHARED);
  await writeFile(path.join(checkout, 'base.yaml'), 'variables: {team: a}\n');
  store = await openEnvironmentStore(path.join(folder, 'environments'), () => 0);
  vault = createVault({
    keychain: createMemoryKeychain(),
    index: await openSecretIndex(folder, 0),
    redactor: createRedactor(),
    wallMs: () => 0,
    monotonicMs: () => 0,
    warn: () => undefined,
  });
  notices = [];
  underWay = Promise.resolve();
  reloaded = [];
  files = createEnvironmentFiles({
    store,
    vault,
    settings: await openSettingsStore(folder, 0),
    cipher: {
      encrypt: () => Promise.reject(new Error('not in this test')),
      decrypt: () => Promise.reject(new Error('not in this test')),
    },
    wallMs: () => 0,
    removed: createRemovedCredentials({
      vault,
      isTaken: store.isTaken,
      onNotice: (title) => notices.push(title),
      warn: (message) => notices.push(message),
    }),
    workspace: {
      reload: async (id) => {
        await underWay;
        const environment = await store.reread(id);
        reloaded.push(environment.name);
        return environment;
      },
      update: async (id, edit) => store.save(edit(await store.reread(id))),
    },
    onChanged: () => undefined,
    onNotice: (title, message) => notices.push(`${title}: ${message}`),
    warn: (message, error) => notices.push(`${message} ${String(error)}`),
  });
});
afterEach(async () => {
  files.close();
  await rm(folder, { recursive: true, force: true });
});

async function takeIn(follow: boolean): Promise<string> {
  const { token } = files.imports.preview(checkout, 'folder', null);
  const { ids } = await files.imports.confirm(token, [{ key: 0, choice: 'both' }], follow);
  files.followFiles();
  return ids[0] ?? '';
}

describe('an import', () => {
  it('shows hosts and what is taken out, and keeps nothing before it is confirmed', async () => {
    const { items } = files.imports.preview(checkout, 'folder', null);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      name: 'Shop',
      fault: '',
      hosts: ['cmd.example', 'shop.example'],
      endpointCount: 2,
      credentialCount: 1,
      conflict: null,
      notes: [expect.stringContaining('certificates are checked'), expect.stringContaining('command')],
    });
    expect(store.list()).toEqual([]);
  });

  it('keeps comments, and neither insecure switches nor commands', async () => {
    const id = await takeIn(false);
    const text = await readFile(path.join(store.folderOf(id), 'environment.yaml'), 'utf8');
    expect(text).toContain('# balanced');
    expect(text).not.toMatch(/insecureSkipVerify: true|argv/);
    expect(store.get(id)).toMatchObject({ base: 'base.yaml', variables: [{ name: 'team', origin: 'base' }] });
  });

  it('of one that is there shows the changes, and replaces it or stands beside it', async () => {
    const id = await takeIn(false);
    await writeFile(path.join(checkout, 'shop.yaml'), SHARED.replace('shop.example', 'evil.example'));
    const preview = files.imports.preview(path.join(checkout, 'shop.yaml'), 'file', null);
    expect(preview.items[0]?.conflict?.changes).toContainEqual({
      field: 'endpoints.shop.url',
      before: 'https://shop.example/metrics',
      after: 'https://evil.example/metrics',
      sensitive: true,
    });
    await files.imports.confirm(preview.token, [{ key: 0, choice: 'replace' }], false);
    expect(store.list().map((environment) => environment.endpoints[0]?.url)).toEqual([
      'https://evil.example/metrics',
    ]);
    expect(await readdir(store.folderOf(id))).toContainEqual(expect.stringContaining('.good-'));
    await expect(files.imports.confirm(preview.token, [], false)).rejects.toThrow(/choose the file again/);
  });

  it('puts secrets of a prometheus.yml into the vault, and into no file', async () => {
    const file = path.join(folder, 'prometheus.yml');
    await writeFile(
      file,
      'scrape_configs: [{job_name: a, basic_auth: {username: u, password: canary-pw}, static_configs: [{targets: ["h:1"]}]}]',
    );
    const preview = files.imports.preview(file, 'file', null);
    expect(JSON.stringify(preview)).not.toContain('canary-pw');
    expect(preview.items[0]).toMatchObject({ secretCount: 1, endpointCount: 1 });
    const { ids } = await files.imports.confirm(preview.token, [{ key: 0, choice: 'both' }], false);
    const [environmentId = ''] = ids;
    expect(
      await vault.resolve({ environmentId, secretRef: 'a/password', origin: 'http://h:1' }),
    ).toMatchObject({ value: 'canary-pw' });
    expect(await readFile(store.fileOf(environmentId).path, 'utf8')).not.toContain('canary-pw');
  });

  it.each([
    ['x'.repeat(17 * 1024 * 1024), /larger than 16 MiB/],
    ['schemaVersion: 9\nname: A\nkind: staging\n', /schema 9, which is newer/],
    ['schemaVersion: 1\nname: A\nkind: moon\n', /line 3: kind/],
    ['{', /line \d/],
  ])('of a broken file names the fault', async (text, message) => {
    await writeFile(path.join(checkout, 'broken.yaml'), text);
    const { items, token } = files.imports.preview(path.join(checkout, 'broken.yaml'), 'file', null);
    expect(items[0]?.fault).toMatch(message);
    expect(await files.imports.confirm(token, [{ key: 0, choice: 'both' }], false)).toEqual({
      ids: [],
      note: null,
    });
  });
});

describe('an environment that follows a shared file', () => {
  it('shows changes before it takes them', async () => {
    const id = await takeIn(true);
    expect(files.getState(id).source).toMatchObject({ state: 'same' });
    await writeFile(path.join(checkout, 'shop.yaml'), SHARED.replace('shop.example', 'new.example'));
    expect(files.getState(id).source).toMatchObject({
      state: 'changed',
      changes: expect.arrayContaining([
        expect.objectContaining({ field: 'endpoints.shop.url', after: 'https://new.example/metrics' }),
      ]),
    });
    expect(store.get(id).endpoints[0]?.url).toBe('https://shop.example/metrics');
    await files.takeShared(id);
    expect(store.get(id).endpoints[0]).toMatchObject({
      url: 'https://new.example/metrics',
      connection: { insecureSkipVerify: false },
    });
    expect(files.getState(id).source).toMatchObject({ state: 'same' });
    expect(notices).toEqual([expect.stringContaining('taken out')]);
  });

  it('tells a conflict, and loses neither side', async () => {
    const id = await takeIn(true);
    await store.save({ ...store.get(id), name: 'Mine' });
    expect(files.getState(id).source?.state).toBe('ahead');
    const theirs = SHARED.replace('name: Shop\nkind', 'name: Theirs\nkind');
    await writeFile(path.join(checkout, 'shop.yaml'), theirs);
    expect(files.getState(id).source?.state).toBe('conflict');
    await files.writeShared(id);
    expect(await readFile(path.join(checkout, 'shop.yaml'), 'utf8')).toContain('name: Mine');
    expect(await readFile(path.join(checkout, 'shop.yaml.good-1'), 'utf8')).toBe(theirs);
    expect(files.getState(id).source?.state).toBe('same');
  });

  it('goes on with what it has when the file is gone or broken', async () => {
    const id = await takeIn(true);
    await writeFile(path.join(checkout, 'shop.yaml'), 'name: [');
    expect(files.getState(id).source).toMatchObject({
      state: 'invalid',
      message: expect.stringMatching(/^line 1/),
    });
    await expect(files.takeShared(id)).rejects.toMatchObject({ code: 'conflict' });
    await rm(path.join(checkout, 'shop.yaml'));
    expect(files.getState(id).source?.state).toBe('gone');
    expect(store.get(id).name).toBe('Shop');
  });
});

describe('a file that is edited while the app runs', () => {
  it('is read anew by itself, and once it is corrected', async () => {
    const id = await takeIn(false);
    const { path: file } = store.fileOf(id);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('kind: staging', 'kind: stagin'));
    await vi.waitFor(
      () =>
        expect(files.getState(id)).toMatchObject({
          state: 'invalid',
          message: expect.stringMatching(/line 4: kind/),
        }),
      5_000,
    );
    expect(store.get(id).kind).toBe('staging');
    await writeFile(file, text.replace('kind: staging', 'kind: development'));
    await vi.waitFor(() => expect(store.get(id).kind).toBe('development'), 5_000);
    expect(files.getState(id).state).toBe('good');
  });

  it('is told of by a notice, and nothing that the app wrote itself', async () => {
    const id = await takeIn(false);
    notices = [];
    await store.save({ ...store.get(id), name: 'Shop 2' });
    // The watch has the file looked at, and gets its turn when another write is done.
    underWay = new Promise((resolve) => setTimeout(resolve, 800)).then(() =>
      store.save({ ...store.get(id), name: 'Shop 3' }),
    );
    await vi.waitFor(() => expect(reloaded).toContain('Shop 3'), 5_000);
    await new Promise((resolve) => setTimeout(resolve));
    expect(notices).toEqual([]);
    const { path: file, text } = store.fileOf(id);
    await writeFile(file, `${text}# seen\n`);
    await vi.waitFor(() => expect(notices).not.toEqual([]), 5_000);
    expect(notices).toEqual(['Shop 3 was read anew: Its file was changed outside of Sextant.']);
  });
});

describe('copies', () => {
  it('are made with comments and base, and come back from the trash', async () => {
    const id = await takeIn(true);
    const copy = await files.duplicate(id, 'Shop two', 'production');
    expect(copy).toMatchObject({ id: 'shop-two', name: 'Shop two', kind: 'production', base: 'base.yaml' });
    expect(await readFile(store.fileOf('shop-two').path, 'utf8')).toContain('# balanced');
    expect(files.getState('shop-two').source).toBeNull();
    await store.remove('shop-two');
    expect(store.has('shop-two')).toBe(false);
    await files.restore('shop-two');
    expect(store.get('shop-two').name).toBe('Shop two');
    await expect(files.restore('shop-two')).rejects.toMatchObject({ code: 'conflict' });
    await files.reorder(['shop-two', id]);
    expect(store.list().map((environment) => environment.id)).toEqual(['shop-two', id]);
  });

  it('have variables of their own', async () => {
    const id = await takeIn(false);
    await files.saveVariables(id, {
      shared: [
        ['region', 'eu'],
        ['host', '${region}.example'],
      ],
      local: [['region', 'local']],
      processVariables: [],
    });
    expect(store.get(id).variables).toContainEqual({
      name: 'host',
      text: '${region}.example',
      value: 'local.example',
      origin: 'file',
      fileText: '${region}.example',
    });
    expect(await readFile(store.fileOf(id).path, 'utf8')).toContain('region: eu');
    expect(files.listFields(id)).toContainEqual({
      field: 'variables.team',
      value: 'a',
      written: null,
      from: 'base',
      line: 1,
    });
  });
});

describe('the values in use', () => {
  it('tell of those that are this computer’s alone', async () => {
    const id = await takeIn(false);
    await files.saveVariables(id, {
      shared: [['team', 'b']],
      local: [['team', 'mine']],
      processVariables: ['PATH'],
    });
    const fields = files.listFields(id).filter(({ field }) => field.startsWith('variables.'));
    expect(fields).toEqual([
      { field: 'variables.ENV:PATH', value: process.env.PATH, written: null, from: 'process', line: 0 },
      { field: 'variables.team', value: 'mine', written: null, from: 'local', line: 0 },
    ]);
  });
});

describe('an http_config alone', () => {
  it('is imported once the URL that it is for was given, its secret bound to that', async () => {
    const file = path.join(checkout, 'http.yml');
    await writeFile(file, 'authorization: {credentials: canary}\ntls_config: {insecure_skip_verify: true}\n');
    const asked = files.imports.preview(file, 'file', null);
    expect(asked.items).toMatchObject([{ needsUrl: true, hosts: [] }]);
    expect(asked.canFollow).toBe(false);
    const { token, items } = files.imports.giveUrl(asked.token, 'https://api.example:9464/metrics');
    expect(items).toMatchObject([
      { fault: '', needsUrl: false, hosts: ['api.example:9464'], secretCount: 1 },
    ]);
    expect(() => files.imports.giveUrl(asked.token, 'https://evil.example/')).toThrow('no longer the latest');
    const { ids } = await files.imports.confirm(token, [{ key: 0, choice: 'both' }], false);
    const [id = ''] = ids;
    const [endpoint] = store.get(id).endpoints;
    expect(endpoint?.connection.insecureSkipVerify).toBe(false);
    const secretRef = endpoint?.auth.kind === 'bearer' ? endpoint.auth.tokenRef : '';
    const name = { environmentId: id, secretRef };
    expect(await vault.resolve({ ...name, origin: 'https://api.example:9464' })).toMatchObject({
      value: 'canary',
    });
    expect(await vault.resolve({ ...name, origin: 'https://evil.example' })).toMatchObject({ value: '' });
  });
});
