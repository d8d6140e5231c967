import { Button, Select, TextInput } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { TimeRange } from '../../../../shared/domain/time-range.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { SettingRow } from '../layout/SettingRow.tsx';
import { SettingsSection } from '../layout/SettingsSection.tsx';
import classes from './HistoryTransfer.module.css';
import { describeExport, describeImport } from './outcome-text.ts';
import { watchTransfer } from './transfer-toast.tsx';

const RANGES = [
  { value: 'now-1h', label: 'Last hour' },
  { value: 'now-24h', label: 'Last 24 hours' },
  { value: 'now-7d', label: 'Last 7 days' },
  { value: 'now-30d', label: 'Last 30 days' },
  { value: 'all', label: 'Everything' },
];

function rangeOf(value: string): TimeRange {
  return { from: value === 'all' ? 0 : value, to: 'now' };
}

/** Carries the open environment's history out to a file, and a file's into it. */
export function HistoryTransfer() {
  const [range, setRange] = useState('now-24h');
  const [selector, setSelector] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const run = (work: Promise<void>): void => {
    setIsBusy(true);
    void work.finally(() => setIsBusy(false));
  };
  return (
    <SettingsSection id="history" title="Export and import">
      <SettingRow
        label="Export history"
        description="OpenMetrics text with timestamps, which promtool makes blocks of. Leave the selector empty for all series."
      >
        <div className={classes.fields}>
          <TextInput
            size="xs"
            className={classes.selector ?? ''}
            aria-label="Only series that match"
            placeholder={'{job="shop"}'}
            value={selector}
            data-testid={testIds.settings.exportSelector}
            onChange={(event) => setSelector(event.currentTarget.value)}
          />
          <Select
            size="xs"
            className={classes.range ?? ''}
            aria-label="Time range to export"
            data={RANGES}
            value={range}
            allowDeselect={false}
            data-testid={testIds.settings.exportRange}
            onChange={(value) => setRange(value ?? range)}
          />
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            disabled={isBusy}
            data-testid={testIds.settings.exportHistory}
            onClick={() => {
              const work = request('history.export', { range: rangeOf(range), selector });
              run(watchTransfer('export', work, describeExport));
            }}
          >
            Export…
          </Button>
        </div>
      </SettingRow>
      <SettingRow
        label="Import history"
        description="Adds the samples of such a file to this environment. What is there already stays as it is."
      >
        <Button
          variant="default"
          leftSection={<IconUpload size={15} />}
          disabled={isBusy}
          data-testid={testIds.settings.importHistory}
          onClick={() => run(watchTransfer('import', request('history.import'), describeImport))}
        >
          Import…
        </Button>
      </SettingRow>
    </SettingsSection>
  );
}
