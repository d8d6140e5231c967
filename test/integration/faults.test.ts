import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clockFaults } from '../faults/clock-faults.ts';
import { diskFullFaults } from '../faults/disk-full-faults.ts';
import type { FaultContext } from '../faults/fault.ts';

/** The quick part of `npm run faults`; kills, damages and bad targets have tests of their own. */
const root = mkdtempSync(path.join(tmpdir(), 'sextant-faults-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const context: FaultContext = {
  random: Math.random,
  newFolder() {
    const folder = path.join(root, String(++folders));
    mkdirSync(folder);
    return folder;
  },
};

describe.each([diskFullFaults(context), clockFaults(context)])('$title', ({ faults }) => {
  it.each(faults)('$injected', async (fault) => {
    const outcome = await fault.run();
    // null: it can't be injected here, for want of the right to mount a file system.
    expect(outcome?.failure ?? null, outcome?.survived).toBeNull();
  });
});
