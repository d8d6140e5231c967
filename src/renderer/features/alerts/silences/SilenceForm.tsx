import {
  ActionIcon,
  Button,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconCalendar, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { MATCH_TYPES } from '../../../../shared/domain/label-matcher.ts';
import type { AlertMatcher } from '../../../../shared/domain/silence.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { FormFooter } from '../../../ui/FormFooter.tsx';
import { SilencePreview } from './SilencePreview.tsx';
import classes from './Silences.module.css';
import { filledMatchers, type SilenceFormState, toSilenceDraft } from './silence-form-state.ts';
import { silencePanelStore } from './silence-panel-store.ts';

const DURATIONS = ['30m', '2h', '8h', '1d', '1w'];

/** Writes a silence; what it would hide is shown before it is saved. */
export function SilenceForm({ initial }: { readonly initial: SilenceFormState }) {
  const [state, setState] = useState(initial);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const nowMs = useEngine(({ status }) => status?.nowMs ?? 0);
  const utc = useSettings(({ settings }) => settings.utc);
  const hasAlertmanager = useEnvironment(({ active }) => active?.alertmanager !== undefined);
  const { draft, errors } = toSilenceDraft(state, nowMs);
  const change = (part: Partial<SilenceFormState>): void => setState((before) => ({ ...before, ...part }));
  const setMatcher = (index: number, part: Partial<AlertMatcher>): void =>
    change({
      matchers: state.matchers.map((matcher, i) => (i === index ? { ...matcher, ...part } : matcher)),
    });

  async function save(): Promise<void> {
    setTried(true);
    if (draft === null) return;
    setBusy(true);
    try {
      await request(state.where === 'here' ? 'silences.save' : 'alertmanager.saveSilence', {
        ...draft,
        matchers: [...draft.matchers],
      });
      silencePanelStore.getState().openList();
    } catch (thrown) {
      setFailure((thrown as Error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        {hasAlertmanager && state.id === null && (
          <SegmentedControl
            aria-label="Where"
            value={state.where}
            onChange={(where) => change({ where: where as SilenceFormState['where'] })}
            data={[
              { value: 'here', label: 'On this computer' },
              { value: 'alertmanager', label: 'In the Alertmanager' },
            ]}
          />
        )}
        <fieldset className={classes.matchers}>
          <legend>Hides alerts that match all of</legend>
          {state.matchers.map((matcher, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: matchers have no identity but their place
            <div className={classes.matcher} key={index}>
              <TextInput
                aria-label="Label"
                placeholder="label"
                value={matcher.name}
                data-testid={testIds.alerts.matcherName}
                onChange={(event) => setMatcher(index, { name: event.currentTarget.value })}
              />
              <Select
                aria-label="Comparison"
                data={[...MATCH_TYPES]}
                value={matcher.type}
                allowDeselect={false}
                onChange={(type) => setMatcher(index, { type: type as AlertMatcher['type'] })}
              />
              <TextInput
                aria-label="Value"
                placeholder={matcher.type.includes('~') ? 'regular expression' : 'value'}
                value={matcher.value}
                data-testid={testIds.alerts.matcherValue}
                onChange={(event) => setMatcher(index, { value: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Remove this matcher"
                disabled={state.matchers.length === 1}
                onClick={() => change({ matchers: state.matchers.filter((_, i) => i !== index) })}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </div>
          ))}
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} />}
            onClick={() => change({ matchers: [...state.matchers, { name: '', type: '=', value: '' }] })}
          >
            Matcher
          </Button>
          {tried && errors.matchers !== undefined && (
            <Text size="xs" c="var(--sx-bad)" role="alert">
              {errors.matchers}
            </Text>
          )}
        </fieldset>
        <SilencePreview matchers={filledMatchers(state)} />
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            label="For"
            className={classes.duration ?? ''}
            value={state.durationText}
            error={errors.duration}
            data-testid={testIds.alerts.silenceDuration}
            onChange={(event) => change({ durationText: event.currentTarget.value })}
          />
          {DURATIONS.map((duration) => (
            <Button
              key={duration}
              variant={state.durationText === duration ? 'light' : 'default'}
              size="xs"
              onClick={() => change({ durationText: duration })}
            >
              {duration}
            </Button>
          ))}
        </Group>
        <DateTimePicker
          label="Starts"
          description="In this computer’s time zone."
          placeholder="Now"
          classNames={{ placeholder: classes.now ?? '' }}
          size="sm"
          clearable
          valueFormat="D MMM YYYY, HH:mm"
          leftSection={<IconCalendar size={16} aria-hidden />}
          hideOutsideDates
          weekendDays={[]}
          ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month' }}
          timePickerProps={{ hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes' }}
          submitButtonProps={{ 'aria-label': 'Take this time' }}
          clearButtonProps={{ 'aria-label': 'Start now' }}
          value={state.startText === '' ? null : state.startText}
          error={errors.start}
          onChange={(text) => change({ startText: text ?? '' })}
        />
        {draft !== null && (
          <Text size="sm" c="dimmed" className="numeric">
            Ends {formatMoment(draft.endsAtMs, 0, utc)}
          </Text>
        )}
        <Textarea
          label="Comment"
          placeholder="Why, and who to ask"
          autosize
          minRows={2}
          maxLength={4096}
          value={state.comment}
          data-testid={testIds.alerts.silenceComment}
          onChange={(event) => change({ comment: event.currentTarget.value })}
        />
        {failure !== null && (
          <Text size="sm" c="var(--sx-bad)" role="alert">
            {failure}
          </Text>
        )}
        <FormFooter>
          <Group gap="xs">
            <Button variant="default" onClick={() => silencePanelStore.getState().openList()}>
              Back
            </Button>
            <Button type="submit" loading={busy} data-testid={testIds.alerts.silenceSave}>
              {state.id === null ? 'Silence' : 'Save'}
            </Button>
          </Group>
        </FormFooter>
      </Stack>
    </form>
  );
}
