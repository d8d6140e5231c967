import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testIds } from '../../src/shared/test-ids.ts';

// Components take their ids from the tree (a wrong one does not compile); here the tree and the tests that look for ids say the same.

const ROOT = path.resolve(import.meta.dirname, '../..');
const MADE = '*';
/** An id written out where one out of the tree belongs: what the compiler lets through, as in an untyped object. */
const WRITTEN = /(?<!\[)(?:'?data-testid'?|[tT]estId)(?:=|:\s*)\{?["'`]/g;
const SOUGHT = /getByTestId\((?:'([^']+)'|`([^`]+)`)/g;

function read(folder: string): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
    .map((name) => fs.readFileSync(path.join(ROOT, folder, name), 'utf8'));
}

/** Ids in a folder's sources; what is filled in is a star, and an id that is only that is a component's own parameter. */
function idsIn(folder: string, pattern: RegExp): Set<string> {
  const ids = read(folder).flatMap((source) =>
    [...source.matchAll(pattern)].map((match) =>
      (match.slice(1).find((part) => part !== undefined) ?? '').replace(/\$\{[^}]*\}/g, MADE),
    ),
  );
  return new Set(ids.filter((id) => id !== MADE));
}

function known(): string[] {
  return Object.values(testIds).flatMap((room) =>
    Object.values(room).map((id: string | ((part: string) => string)) =>
      typeof id === 'string' ? id : id(MADE),
    ),
  );
}

function fits(id: string, registered: readonly string[]): boolean {
  return registered.some((each) =>
    each.includes(MADE)
      ? new RegExp(`^${each.split(MADE).join('.+')}$`).test(id)
      : each === id || (id.includes(MADE) && new RegExp(`^${id.split(MADE).join('.+')}$`).test(each)),
  );
}

describe('the tree of test ids', () => {
  it('names each id once', () => {
    expect(known().filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  });

  it('is where components take their ids from', () => {
    const written = read('src/renderer').flatMap((source) => source.match(WRITTEN) ?? []);
    expect(written).toEqual([]);
  });

  it('holds no id that no component bears', () => {
    const used = new Set(
      read('src/renderer').flatMap((source) => source.match(/\btestIds\.\w+\.\w+/g) ?? []),
    );
    const named = Object.entries(testIds).flatMap(([room, ids]) =>
      Object.keys(ids).map((name) => `testIds.${room}.${name}`),
    );
    expect(named.filter((each) => !used.has(each))).toEqual([]);
  });

  it('holds every id that an end-to-end test looks for', () => {
    const registered = known();
    expect([...idsIn('test/e2e', SOUGHT)].filter((id) => !fits(id, registered))).toEqual([]);
  });
});
