import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconBellOff, IconFileText, IconFilter, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type AlertMatcher, silenceState } from '../../../shared/domain/silence.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useLiveData } from '../../state/live-data.ts';
import classes from './AlertsPage.module.css';
import { openNewRule } from './editor/rule-editor-store.ts';
import type { RuleFilter } from './rule-list.ts';
import { parseMatchers } from './silences/matcher-text.ts';
import { silencePanelStore } from './silences/silence-panel-store.ts';

interface AlertsToolbarProps {
  readonly counts: Readonly<Record<RuleFilter, number>>;
  readonly state: RuleFilter;
  readonly onState: (state: RuleFilter) => void;
  readonly onMatchers: (matchers: AlertMatcher[]) => void;
  /** What the engine says of the filter. */
  readonly matcherError: string | null;
  readonly onEditRules: () => void;
}

/** Filters by state and labels, and the ways to silences and rule files. */
export function AlertsToolbar({
  counts,
  state,
  onState,
  onMatchers,
  matcherError,
  onEditRules,
}: AlertsToolbarProps) {
  const [text, setText] = useState('');
  const parsed = parseMatchers(text);
  const { data: silences } = useLiveData(() => request('silences.list'), 'alerts');
  const nowMs = useEngine(({ status }) => status?.nowMs ?? 0);
  const active = (silences ?? []).filter((silence) => silenceState(silence, nowMs) === 'active').length;
  return (
    <div className={classes.bar}>
      <SegmentedControl
        aria-label="State"
        value={state}
        onChange={(value) => onState(value as RuleFilter)}
        data={[
          { value: 'all', label: `All ${counts.all}` },
          { value: 'firing', label: `Firing ${counts.firing}` },
          { value: 'pending', label: `Pending ${counts.pending}` },
          { value: 'inactive', label: `Inactive ${counts.inactive}` },
        ]}
      />
      <TextInput
        className={classes.filter ?? ''}
        size="xs"
        aria-label="Filter by labels"
        placeholder={'severity="critical" job=~"api.*"'}
        leftSection={<IconFilter size={15} />}
        value={text}
        error={parsed.ok ? matcherError : parsed.message}
        data-testid={testIds.alerts.alertFilter}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const next = parseMatchers(event.currentTarget.value);
          if (next.ok) onMatchers([...next.matchers]);
        }}
      />
      <Button
        variant="default"
        leftSection={<IconBellOff size={15} />}
        onClick={() => silencePanelStore.getState().openList()}
        data-testid={testIds.alerts.openSilences}
      >
        {active === 0 ? 'Silences' : `Silences (${active})`}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileText size={15} />}
        onClick={onEditRules}
        data-testid={testIds.alerts.editRules}
      >
        Rule files
      </Button>
      <Button leftSection={<IconPlus size={15} />} onClick={openNewRule} data-testid={testIds.alerts.newRule}>
        New rule
      </Button>
    </div>
  );
}
