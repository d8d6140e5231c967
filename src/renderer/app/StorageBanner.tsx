import { CloseButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { StorageState } from '../../shared/domain/engine-status.ts';
import { testIds } from '../../shared/test-ids.ts';
import { useEngine } from '../state/engine-store.ts';
import { Banner } from '../ui/Banner.tsx';

const TITLES: Readonly<Record<Exclude<StorageState, 'ok'>, string>> = {
  memory_only: 'History is not being stored',
  locked: 'History is in use elsewhere',
  recovered: 'History was damaged',
  newer: 'History is newer than this version',
  closed: 'History is closed',
  clock_set_back: 'Some history is set aside',
};

function isHeldBack(state: StorageState | null): boolean {
  return state === 'memory_only' || state === 'locked' || state === 'closed';
}

/** Says over the page why history is not stored or was lost, and once when it is stored again. */
export function StorageBanner() {
  const state = useEngine(({ status }) => status?.storageState ?? null);
  const message = useEngine(({ status }) => status?.storageMessage ?? '');
  const environmentId = useEngine(({ status }) => status?.environmentId ?? null);
  const [dismissed, setDismissed] = useState('');
  const before = useRef<{ state: StorageState | null; environmentId: string | null }>({
    state: null,
    environmentId: null,
  });
  useEffect(() => {
    if (
      isHeldBack(before.current.state) &&
      state === 'ok' &&
      before.current.environmentId === environmentId
    ) {
      notifications.show({
        title: 'History is stored again',
        message: 'The samples that were kept in memory meanwhile are in it.',
        color: 'azure',
        autoClose: 6_000,
      });
    }
    before.current = { state, environmentId };
  }, [state, environmentId]);
  if (state === null || state === 'ok' || dismissed === message) return null;
  return (
    <Banner
      icon={IconAlertTriangle}
      title={TITLES[state]}
      role="alert"
      state={state}
      testId={testIds.shell.storageBanner}
      action={
        (state === 'recovered' || state === 'clock_set_back') && (
          <CloseButton size="sm" aria-label="Dismiss" onClick={() => setDismissed(message)} />
        )
      }
    >
      {message}
    </Banner>
  );
}
