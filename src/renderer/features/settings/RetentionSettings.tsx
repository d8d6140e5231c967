import { Select } from '@mantine/core';
import type { Environment, Retention } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { formatAge, formatBytes } from '../../lib/format.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import classes from './SettingsPage.module.css';

const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;
const AGES_MS = [DAY_MS, 3 * DAY_MS, 7 * DAY_MS, 15 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS, 365 * DAY_MS];
const SIZES_BYTES = [GIB / 4, GIB, 2 * GIB, 5 * GIB, 10 * GIB, 50 * GIB];

/** The choices, with the value in use among them: the file may have any. */
function choicesOf(values: readonly number[], current: number, format: (value: number) => string) {
  const all = [...new Set([...values, current])].sort((a, b) => a - b);
  return all.map((value) => ({ value: String(value), label: format(value) }));
}

/** How long history is kept, and how much of it. */
export function RetentionSettings({ environment: { id, retention } }: { readonly environment: Environment }) {
  const change = (part: Partial<Retention>): void => {
    request('environments.setRetention', { id, retention: { ...retention, ...part } })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure('The retention could not be changed'));
  };
  return (
    <>
      <SettingRow
        label="Keep history for"
        description="Older samples are deleted. What a shorter time deletes is gone for good."
      >
        <Select
          aria-label="Keep history for"
          className={classes.short}
          allowDeselect={false}
          data={choicesOf(AGES_MS, retention.maxAgeMs, formatAge)}
          value={String(retention.maxAgeMs)}
          onChange={(value) => value !== null && change({ maxAgeMs: Number(value) })}
          data-testid={testIds.settings.retentionAge}
        />
      </SettingRow>
      <SettingRow
        label="Keep history up to"
        description="Beyond this size of the database the oldest samples are deleted first."
      >
        <Select
          aria-label="Keep history up to"
          className={classes.short}
          allowDeselect={false}
          data={choicesOf(SIZES_BYTES, retention.maxBytes, formatBytes)}
          value={String(retention.maxBytes)}
          onChange={(value) => value !== null && change({ maxBytes: Number(value) })}
          data-testid={testIds.settings.retentionSize}
        />
      </SettingRow>
    </>
  );
}
