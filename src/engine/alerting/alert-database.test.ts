import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAlertDatabase } from './alert-database.ts';

let folder: string;
let file: string;
const names = (): string[] => readdirSync(folder).sort();

beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'sextant-alerts-'));
  file = join(folder, 'alerts.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function make(sql: string): void {
  const { database } = openAlertDatabase(folder, 0);
  database.exec("INSERT INTO silences VALUES ('s', '{}')");
  database.prepare('PRAGMA journal_mode = DELETE').all();
  database.exec(sql);
  database.close();
}

describe('the database of alerts', () => {
  it('is opened again with what it holds', () => {
    make('');
    const { database, notice } = openAlertDatabase(folder, 1);
    expect(notice).toBe('');
    expect(database.prepare('SELECT id FROM silences').all()).toEqual([{ id: 's' }]);
    database.close();
  });

  it('is left untouched, byte for byte, where a newer version wrote it', () => {
    make('PRAGMA user_version = 99');
    const before = readFileSync(file);
    const { database, notice } = openAlertDatabase(folder, 1);
    expect(notice).toMatch(/left untouched.*newer version \(format 99\).*in memory/);
    database.exec("INSERT INTO silences VALUES ('other', '{}')");
    database.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(names()).toEqual(['alerts.db']);
  });

  it('is left untouched while another program has it open', () => {
    make('');
    const other = new Database(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const { database, notice } = openAlertDatabase(folder, 1);
    expect(notice).toMatch(/another program has it open.*in memory/);
    database.close();
    other.exec('COMMIT; PRAGMA locking_mode = NORMAL');
    expect(other.prepare('SELECT id FROM silences').all()).toEqual([{ id: 's' }]);
    other.close();
    expect(names().filter((name) => name.includes('aside'))).toEqual([]);
  });

  it('is set aside where it is damaged', () => {
    writeFileSync(file, Buffer.alloc(8192, 7));
    const { database, notice } = openAlertDatabase(folder, 5);
    expect(notice).toContain('was set aside as');
    database.close();
    expect(names()).toContain('alerts.db.aside-5');
  });
});
