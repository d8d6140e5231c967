import { CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import classes from './TargetsPage.module.css';
import { countTargets, TARGET_STATES, type TargetFilter, type TargetState } from './target-filter.ts';

const NAMES: Readonly<Record<TargetState, string>> = {
  all: 'All',
  up: 'Up',
  down: 'Down',
  other: 'Not scraped',
};

interface TargetFilterBarProps {
  readonly targets: readonly TargetView[];
  readonly filter: TargetFilter;
  readonly onChange: (filter: TargetFilter) => void;
}

/** Which targets are listed: by state, and by words in name, address, labels or failure. */
export function TargetFilterBar({ targets, filter, onChange }: TargetFilterBarProps) {
  const counts = countTargets(targets);
  const { state, text } = filter;
  return (
    <search className={classes.filter}>
      <SegmentedControl
        size="xs"
        aria-label="State of the targets"
        data-testid={testIds.targets.targetStateFilter}
        data={TARGET_STATES.filter((value) => value !== 'other' || counts.other > 0 || state === 'other').map(
          (value) => ({ value, label: `${NAMES[value]} ${counts[value].toLocaleString('en')}` }),
        )}
        value={state}
        onChange={(value) => onChange({ text, state: value as TargetState })}
      />
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        placeholder="Name, address, failure or label=value"
        aria-label="Filter targets"
        data-testid={testIds.targets.targetFilter}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          text === '' ? null : (
            <CloseButton
              size="sm"
              aria-label="Clear the filter"
              onClick={() => onChange({ state, text: '' })}
            />
          )
        }
        value={text}
        onChange={(event) => onChange({ state, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange({ state, text: '' });
        }}
      />
    </search>
  );
}
