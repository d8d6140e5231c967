import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Credential, isToEnter } from '../../shared/domain/credential.ts';
import { testIds } from '../../shared/test-ids.ts';
import { request } from '../ipc/client.ts';
import { credentialsStore, loadCredentials, useCredentials } from '../state/credentials-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { Banner } from '../ui/Banner.tsx';
import { reportFailure } from '../ui/report-failure.ts';

interface Notice {
  readonly text: string;
  readonly button: string;
  act(): void;
}

function countText(count: number, all: number): string {
  return all === 1 ? 'The credential' : `${count} of ${all} credentials`;
}

function noticeOf(credentials: readonly Credential[]): Notice | null {
  const all = credentials.length;
  const locked = credentials.filter(({ state }) => state === 'locked').length;
  if (locked > 0) {
    return {
      text: `The keychain is locked: ${countText(locked, all).toLowerCase()} can’t be read, and nothing is sent where ${locked === 1 ? 'it is' : 'they are'} needed.`,
      button: 'Unlock',
      act: () =>
        void request('secrets.unlockKeychain').then(
          loadCredentials,
          reportFailure('The keychain was not unlocked'),
        ),
    };
  }
  const missing = credentials.filter(isToEnter);
  if (missing.length > 0) {
    return {
      text: `${countText(missing.length, all)} ${missing.length === 1 ? 'is' : 'are'} missing on this computer, and nothing is sent where ${missing.length === 1 ? 'it is' : 'they are'} needed.`,
      button: missing.length === 1 ? 'Enter…' : 'Fill in one by one…',
      act() {
        navigationStore.getState().open('settings', testIds.settings.credentials);
        credentialsStore.getState().ask(missing);
      },
    };
  }
  const unavailable = credentials.filter(({ state }) => state === 'unavailable');
  if (unavailable.length === 0) return null;
  return {
    text: `No keychain service answers: ${countText(unavailable.length, all).toLowerCase()} can’t be read.`,
    button: 'Enter for this session…',
    act() {
      navigationStore.getState().open('settings', testIds.settings.credentials);
      credentialsStore.getState().ask(unavailable);
    },
  };
}

/** Says over the page which credentials are missing on this computer, and fills them in one by one. */
export function CredentialBanner(): ReactNode {
  const credentials = useCredentials((state) => state.credentials);
  const notice = credentials === null ? null : noticeOf(credentials);
  if (notice === null) return null;
  return (
    <Banner
      icon={IconKey}
      role="status"
      testId={testIds.shell.credentialBanner}
      action={
        <Button
          size="compact-xs"
          variant="default"
          onClick={notice.act}
          data-testid={testIds.shell.credentialBannerFill}
        >
          {notice.button}
        </Button>
      }
    >
      {notice.text}
    </Banner>
  );
}
