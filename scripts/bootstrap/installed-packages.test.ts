import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFault } from './installed-packages.mjs';

let root: string;

const PACKAGES = {
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/@scope/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/a/node_modules/c': { version: '3.0.0', integrity: 'sha512-c' },
};
const FOREIGN = { 'node_modules/for-another-platform': { version: '1.0.0', optional: true } };

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'installed-'));
  for (const [folder, { version }] of Object.entries(PACKAGES)) write(`${folder}/package.json`, { version });
  write('package-lock.json', { packages: { '': { name: 'x' }, ...PACKAGES, ...FOREIGN } });
  write('node_modules/.package-lock.json', { packages: PACKAGES });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), JSON.stringify(content));
}

function remove(file: string): void {
  fs.rmSync(path.join(root, file), { recursive: true });
}

describe.each([true, false])('packages, each version read: %s', (readVersions) => {
  const fault = () => findFault(root, { readVersions });

  it('are all there', () => expect(fault()).toBeNull());

  it('are missing though npm’s record names them', () => {
    remove('node_modules/@scope/b');
    expect(fault()).toBe('node_modules is not complete (@scope/b)');
    remove('node_modules/a');
    expect(fault()).toBe('node_modules is not complete (a, @scope/b, a/node_modules/c)');
  });

  it('are not told one by one where many are missing', () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`node_modules/p${i}`, { version: '1.0.0' }]),
    );
    write('package-lock.json', { packages: many });
    write('node_modules/.package-lock.json', { packages: many });
    expect(fault()).toBe('node_modules is not complete (p0, p1, p2 and 6 more)');
  });

  it('have changed, or were never installed', () => {
    write('package-lock.json', { packages: { ...PACKAGES, 'node_modules/d': { version: '1.0.0' } } });
    expect(fault()).toBe('package-lock.json has changed');
    remove('node_modules/.package-lock.json');
    expect(fault()).toBe('nothing is installed yet');
  });
});

it('tells packages of another version from those of the record', () => {
  write('node_modules/a/package.json', { version: '0.9.0' });
  expect(findFault(root, { readVersions: true })).toBe('node_modules is not complete (a)');
});
