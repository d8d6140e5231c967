import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertTransition } from '../../shared/domain/alert.ts';
import { openAlertHistory } from './alert-history.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-alerts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () =>
  openAlertHistory(folder, 0, (message, error) => {
    throw new Error(message, { cause: error });
  });

function transition(atMs: number, value = 1): AlertTransition {
  return {
    from: 'pending',
    to: 'firing',
    atMs,
    alert: {
      fingerprint: 'f',
      groupName: 'g',
      ruleName: 'r',
      labels: [['__proto__', 'x']],
      annotations: [],
      state: 'firing',
      value,
      activeAtMs: 0,
      firedAtMs: atMs,
      resolvedAtMs: null,
      keepFiringSinceMs: null,
    },
  };
}

describe('the alert history', () => {
  it('outlives a restart, values that JSON does not know included', async () => {
    const transitions = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.5].map(
      (value, i) => transition(i, value),
    );
    const history = await open();
    history.append(transitions);
    await history.close();
    expect((await open()).list()).toEqual(transitions);
  });

  it('writes by itself within seconds', async () => {
    const history = await open();
    history.append([transition(1)]);
    const file = path.join(folder, 'alerts.json');
    await expect
      .poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 5_000 })
      .toContain('"atMs": 1');
    await history.close();
  });

  it('keeps the last 500', async () => {
    const history = await open();
    history.append(Array.from({ length: 499 }, (_, i) => transition(i)));
    history.append([transition(499), transition(500)]);
    expect(history.list()).toHaveLength(500);
    expect(history.list().at(-1)?.atMs).toBe(500);
    expect(history.list()[0]?.atMs).toBe(1);
    await history.close();
  });

  it('starts anew from a damaged file and says so', async () => {
    await writeFile(path.join(folder, 'alerts.json'), '{"schemaVersion":1,"transitions":7}');
    const history = await open();
    expect(history.list()).toEqual([]);
    expect(history.notices[0]).toContain('damaged');
  });
});
