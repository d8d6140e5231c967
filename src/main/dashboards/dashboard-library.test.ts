import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDashboardLibrary, type DashboardLibrary } from './dashboard-library.ts';

let folder: string;
let library: DashboardLibrary;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'sextant-dashboards-')), 'dashboards');
  library = createDashboardLibrary(folder, () => Date.UTC(2026, 0, 2));
});

afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

function dashboardText(title: string): string {
  const panels = [
    { id: 1, type: 'timeseries', title: 'A', targets: [{ refId: 'A', expr: 'up' }] },
    { id: 2, type: 'geomap', title: 'B' },
  ];
  return JSON.stringify({ uid: 'x', title, tags: ['node'], schemaVersion: 39, panels });
}

describe('the dashboards of an environment', () => {
  it('are files of their own that read back as they were written', async () => {
    expect(await library.list()).toEqual([]);
    const { id, report } = await library.add(dashboardText('Shop: EU'));
    expect(id).toBe('shop-eu');
    expect(report.panels.map(({ outcome }) => outcome)).toEqual(['drawn', 'unsupported']);
    const text = await readFile(path.join(folder, 'shop-eu.json'), 'utf8');
    expect(text).toBe(await library.exportText(id));
    expect((await library.get(id)).dashboard.title).toBe('Shop: EU');
    expect((await library.list())[0]).toMatchObject({ tags: ['node'], panelCount: 2, undrawnCount: 1 });
  });

  it('get ids of their own', async () => {
    await library.add(dashboardText('A'));
    expect((await library.add(dashboardText('a'))).id).toBe('a-2');
    expect((await library.add(dashboardText('環境'))).id).toBe('dashboard');
  });

  it('are listed beside a damaged file, which is named', async () => {
    await library.add(dashboardText('Good'));
    await writeFile(path.join(folder, 'bad.json'), '{"panels": [');
    await symlink('/etc/hostname', path.join(folder, 'link.json'));
    await mkdir(path.join(folder, 'Not an id.json'));
    const list = await library.list();
    expect(list.map(({ id }) => id)).toEqual(['bad', 'good', 'link']);
    expect(list[0]?.problem).toMatch(/^bad\.json can't be shown: .*not JSON/);
    expect(list[2]?.problem).toContain('no file');
    await expect(library.get('bad')).rejects.toMatchObject({ code: 'bad_data' });
  });

  it('show what another program wrote', async () => {
    const { id } = await library.add(dashboardText('Old'));
    await library.list();
    await writeFile(path.join(folder, `${id}.json`), dashboardText('Quite new'));
    expect((await library.list())[0]?.title).toBe('Quite new');
  });

  it('come back from the trash, under another id where theirs is taken', async () => {
    const { id } = await library.add(dashboardText('A'));
    const trashName = await library.remove(id);
    expect(await library.list()).toEqual([]);
    await expect(library.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await library.add(dashboardText('A'));
    expect(await library.restore(trashName)).toBe('a-2');
    await expect(library.restore(trashName)).rejects.toMatchObject({ code: 'not_found' });
    expect((await library.list()).map(({ title }) => title)).toEqual(['A', 'A']);
  });

  it('are renamed in place', async () => {
    const { id } = await library.add(dashboardText('A'));
    await library.rename(id, 'B');
    expect((await library.list()).map((entry) => [entry.id, entry.title])).toEqual([['a', 'B']]);
    await expect(library.rename('none', 'B')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keep the states they were saved in', async () => {
    const { id } = await library.add(dashboardText('A'));
    const base = await library.exportText(id);
    await library.save(id, dashboardText('B'), 'second', base);
    await library.save(id, dashboardText('C'), 'third', null);
    const versions = await library.listVersions(id);
    expect(versions.map(({ message, current }) => [message, current])).toEqual([
      ['third', true],
      ['second', false],
      ['', false],
    ]);
    const oldest = versions[2]?.name ?? '';
    expect((await library.getVersion(id, oldest)).dashboard.title).toBe('A');
    await expect(library.save(id, dashboardText('D'), '', base)).rejects.toMatchObject({ code: 'conflict' });
    await expect(library.getVersion(id, '000000000000001')).rejects.toMatchObject({ code: 'not_found' });
    const trashName = await library.remove(id);
    await library.add(dashboardText('A'));
    expect(await library.listVersions('a')).toEqual([]);
    expect(await library.listVersions(await library.restore(trashName))).toHaveLength(3);
  });

  it('keep the newest versions alone', async () => {
    const { id } = await library.add(dashboardText('A'));
    for (let i = 0; i < 45; i++) await library.save(id, dashboardText(`T${i}`), `m${i}`, null);
    const versions = await library.listVersions(id);
    expect(versions).toHaveLength(40);
    expect(versions[0]?.message).toBe('m44');
  });

  it('are told of what is damaged among the versions by leaving it out', async () => {
    const { id } = await library.add(dashboardText('A'));
    await library.save(id, dashboardText('B'), 'second', null);
    await writeFile(path.join(folder, '.versions', id, '900000000000000.json'), '{');
    expect((await library.listVersions(id)).map(({ message }) => message)).toEqual(['second', '']);
  });

  it('take pinned panels', async () => {
    const seed = { kind: 'timeseries', title: 'Up', queries: [{ expr: 'up' }], unit: 's' } as const;
    const { id, panelId } = await library.pin({ title: 'Pinned' }, seed);
    expect(id).toBe('pinned');
    expect((await library.pin({ id }, seed)).panelId).toBe(panelId + 1);
    expect((await library.get(id)).dashboard.panels).toHaveLength(2);
    await expect(library.pin({ id: 'none' }, seed)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuse what is no dashboard and keep nothing of it', async () => {
    await expect(library.add('[1]')).rejects.toMatchObject({ code: 'bad_data' });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
