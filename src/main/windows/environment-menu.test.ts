import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { expect, it } from 'vitest';
import { environmentMenu } from './environment-menu.ts';

it('offers each environment by name and key, and a window of its own', () => {
  const done: string[] = [];
  const menu = environmentMenu({
    listEnvironments: () =>
      Array.from({ length: 11 }, (_, i) => ({
        id: `e${i}`,
        label: `Environment ${i}`,
        kind: 'staging',
        shown: i === 1,
      })),
    show: (id) => void done.push(`show ${id}`),
    showPrevious: () => void done.push('previous'),
    openWindow: (id) => void done.push(`window ${id}`),
    icon: () => ({}) as NativeImage,
  });
  const items = menu.submenu as MenuItemConstructorOptions[];
  expect(items.slice(0, 11).map(({ accelerator }) => accelerator)).toEqual([
    ...Array.from({ length: 9 }, (_, i) => `CmdOrCtrl+${i + 1}`),
    undefined,
    undefined,
  ]);
  expect(items.filter(({ checked }) => checked === true).map(({ label }) => label)).toEqual([
    'Environment 1',
  ]);
  const click = (item: MenuItemConstructorOptions | undefined): void =>
    (item?.click as (() => void) | undefined)?.();
  click(items[10]);
  click(items.find(({ label }) => label === 'Previous Environment'));
  const windows = items.at(-1)?.submenu;
  click(Array.isArray(windows) ? windows[2] : undefined);
  expect(done).toEqual(['show e10', 'previous', 'window e2']);
});
