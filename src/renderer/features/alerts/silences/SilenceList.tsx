import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBellOff, IconPlus } from '@tabler/icons-react';
import { type Silence, silenceState } from '../../../../shared/domain/silence.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatAge, formatMoment } from '../../../lib/format.ts';
import { useEngine } from '../../../state/engine-store.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { useLiveData } from '../../../state/live-data.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { reportFailure } from '../../../ui/report-failure.ts';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import { formatMatcher } from './matcher-text.ts';
import classes from './Silences.module.css';
import { editSilence, newSilence, type SilenceFormState } from './silence-form-state.ts';
import { silencePanelStore } from './silence-panel-store.ts';

const STATES = {
  active: { tone: 'info', name: 'Active' },
  pending: { tone: 'pending', name: 'Not yet' },
  expired: { tone: 'neutral', name: 'Ended' },
} as const;
const startNew = (): void => silencePanelStore.getState().openNew([]);
const EXTENSION_MS = 3_600_000;

/** All silences, of here and of the Alertmanager; those that ended stay for a few days. */
export function SilenceList() {
  const hasAlertmanager = useEnvironment(({ active }) => active?.alertmanager !== undefined);
  return (
    <Stack gap="lg">
      <Silences where="here" />
      {hasAlertmanager && (
        <section>
          <h3 className={classes.heading}>In the Alertmanager</h3>
          <Silences where="alertmanager" />
        </section>
      )}
    </Stack>
  );
}

function Silences({ where }: { readonly where: SilenceFormState['where'] }) {
  const { data, error } = useLiveData(
    () => request(where === 'here' ? 'silences.list' : 'alertmanager.listSilences'),
    'alerts',
  );
  const nowMs = useEngine(({ status }) => status?.nowMs ?? 0);
  if (data === null) {
    return error === null ? null : (
      <ErrorState title="Silences could not be listed" message={error.message} />
    );
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconBellOff}
        title="No silences"
        message="A silence keeps alerts quiet for a while: they are still listed, but make no notification."
        {...(where === 'here'
          ? {
              actions: [
                {
                  label: 'New silence',
                  variant: 'filled',
                  onClick: startNew,
                  testId: testIds.alerts.silenceNew,
                },
              ],
            }
          : {})}
      />
    );
  }
  return (
    <>
      {where === 'here' && (
        <Group justify="flex-end" mb="lg">
          <Button
            leftSection={<IconPlus size={15} />}
            onClick={startNew}
            data-testid={testIds.alerts.silenceNew}
          >
            New silence
          </Button>
        </Group>
      )}
      <ul className={classes.list}>
        {data.map((silence) => (
          <SilenceItem key={silence.id} silence={silence} where={where} nowMs={nowMs} />
        ))}
      </ul>
    </>
  );
}

interface SilenceItemProps {
  readonly silence: Silence;
  readonly where: SilenceFormState['where'];
  readonly nowMs: number;
}

function timeText(silence: Silence, nowMs: number, utc: boolean): string {
  const moment = (atMs: number): string => formatMoment(atMs, nowMs, utc);
  switch (silenceState(silence, nowMs)) {
    case 'active':
      return `ends in ${formatAge(silence.endsAtMs - nowMs)}, at ${moment(silence.endsAtMs)}`;
    case 'pending':
      return `from ${moment(silence.startsAtMs)} to ${moment(silence.endsAtMs)}`;
    case 'expired':
      return `ended ${formatAge(nowMs - silence.endsAtMs)} ago`;
  }
}

function SilenceItem({ silence, where, nowMs }: SilenceItemProps) {
  const utc = useSettings(({ settings }) => settings.utc);
  const state = silenceState(silence, nowMs);
  const { tone, name } = STATES[state];
  const { edit } = silencePanelStore.getState();
  const save = (changed: Silence): void => {
    const { updatedAtMs: _, ...rest } = changed;
    const draft = { ...rest, matchers: [...rest.matchers] };
    request(where === 'here' ? 'silences.save' : 'alertmanager.saveSilence', draft).catch(
      reportFailure('The silence could not be changed'),
    );
  };
  const expire = (): void => {
    request(where === 'here' ? 'silences.expire' : 'alertmanager.expireSilence', { id: silence.id }).catch(
      reportFailure('The silence could not be ended'),
    );
  };
  return (
    <li className={classes.item} data-state={state} data-testid={testIds.alerts.silence}>
      <div className={classes.itemHead}>
        <StatusBadge tone={tone}>{name}</StatusBadge>
        <span className={`${classes.time} numeric`}>{timeText(silence, nowMs, utc)}</span>
      </div>
      <div className={classes.codes}>
        {silence.matchers.map((matcher) => (
          <code key={formatMatcher(matcher)}>{formatMatcher(matcher)}</code>
        ))}
      </div>
      <Text size="xs" c="dimmed">
        {silence.comment === '' ? 'No comment' : silence.comment} · {silence.createdBy}
      </Text>
      <Group gap={6}>
        {state === 'expired' ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => edit({ ...newSilence(silence.matchers), comment: silence.comment, where })}
          >
            Silence again
          </Button>
        ) : (
          <>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => edit(editSilence(silence, nowMs, where))}
            >
              Edit
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => save({ ...silence, endsAtMs: silence.endsAtMs + EXTENSION_MS })}
            >
              Extend by 1 h
            </Button>
            <Button
              size="compact-xs"
              variant="light"
              color="red"
              onClick={expire}
              data-testid={testIds.alerts.silenceExpire}
            >
              End now
            </Button>
          </>
        )}
      </Group>
    </li>
  );
}
