import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoggedNotice } from '../../shared/domain/alert-notice.ts';
import { openNoticeLog } from './notice-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sextant-notices-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () =>
  openNoticeLog(folder, 0, (message, error) => {
    throw new Error(message, { cause: error });
  });

function notice(id: string): LoggedNotice {
  return {
    id,
    atMs: 1,
    kind: 'firing',
    severity: 'critical',
    groupLabels: [['__proto__', 'x']],
    alerts: [{ fingerprint: 'f', ruleName: 'A', labels: [], summary: 's', state: 'firing' }],
    firingCount: 1,
    resolvedCount: 0,
    held: 'quiet_hours',
    environmentId: 'shop',
    environmentName: 'Shop',
    read: false,
  };
}

describe('the list of notifications', () => {
  it('outlives a restart with what was read, newest first', async () => {
    const log = await open();
    log.add(notice('a'));
    log.add(notice('b'));
    log.markRead(['a', 'gone']);
    await log.close();
    expect((await open()).list()).toEqual([notice('b'), { ...notice('a'), read: true }]);
  });

  it('keeps the last 200', async () => {
    const log = await open();
    for (let i = 0; i < 205; i++) log.add(notice(String(i)));
    expect(log.list()).toHaveLength(200);
    expect(log.list().at(-1)?.id).toBe('5');
    await log.close();
  });

  it('tells of changes, and not of what changes nothing', async () => {
    const log = await open();
    let changes = 0;
    log.onChanged(() => {
      changes += 1;
    });
    log.add(notice('a'));
    log.markRead(['a']);
    log.markRead(['a']);
    log.clear();
    expect(changes).toBe(3);
    await log.close();
  });
});
