import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { Credential } from '../../../../shared/domain/credential.ts';
import { expiryStage } from '../../../../shared/domain/expiry.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatMoment } from '../../../lib/format.ts';
import { credentialsStore, loadCredentials } from '../../../state/credentials-store.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import classes from './Credentials.module.css';
import { type ExpirySources, expiryOf, nameOf, usersOf, wordsOf } from './credential-words.ts';

interface CredentialRowProps {
  readonly credential: Credential;
  readonly expiries: ExpirySources;
  /** The same reference is used for another origin too. */
  readonly isShared: boolean;
}

/** One credential: what, where to, used by whom, how it is, and what can be done. */
export function CredentialRow({ credential, expiries, isShared }: CredentialRowProps) {
  const { origin, message, updatedAtMs, state } = credential;
  const utc = useSettings((settings) => settings.settings.utc);
  const [clearing, setClearing] = useState(false);
  const { tone, name } = wordsOf(credential);
  const expiresAtMs = expiryOf(credential, expiries);
  const nowMs = Date.now();
  const stage = expiresAtMs === null ? null : expiryStage(expiresAtMs, nowMs);
  return (
    <li
      className={classes.row}
      data-testid={testIds.settings.credential}
      data-state={state}
      aria-label={nameOf(credential)}
    >
      <div className={classes.text}>
        <div className={classes.head}>
          <strong>
            <bdi>{nameOf(credential)}</bdi>
          </strong>
          <bdi className={classes.origin}>{origin}</bdi>
        </div>
        <div className={classes.users}>
          Used by <bdi>{usersOf(credential)}</bdi>
        </div>
        {state !== 'stored' && <div className={classes.message}>{message}</div>}
        {isShared && (
          <div className={classes.message}>
            The file uses its reference for another host too, and a credential is sent to one host only: give
            each its own reference.
          </div>
        )}
        {(updatedAtMs !== null || expiresAtMs !== null) && (
          <div className={`${classes.dates} numeric`}>
            {updatedAtMs !== null && <span>Updated {formatMoment(updatedAtMs, nowMs, utc)}</span>}
            {expiresAtMs !== null && (
              <span data-warn={stage !== null || undefined}>
                {stage === 0 ? 'Expired' : 'Expires'} {formatMoment(expiresAtMs, nowMs, utc)}
              </span>
            )}
          </div>
        )}
      </div>
      <StatusBadge tone={tone}>{name}</StatusBadge>
      <Actions credential={credential} onClear={() => setClearing(true)} />
      <Modal opened={clearing} onClose={() => setClearing(false)} title={`Forget ${nameOf(credential)}?`}>
        <Text size="sm">
          It is deleted from the keychain. {usersOf(credential)} can’t be asked until it is entered again.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setClearing(false)} data-autofocus>
            Keep
          </Button>
          <Button
            color="red"
            data-testid={testIds.settings.credentialForget}
            onClick={() => {
              setClearing(false);
              request('secrets.clear', { secretRef: credential.secretRef })
                .then(loadCredentials)
                .catch(reportFailure('The credential was not deleted'));
            }}
          >
            Forget
          </Button>
        </Group>
      </Modal>
    </li>
  );
}

function Actions({ credential, onClear }: { readonly credential: Credential; readonly onClear: () => void }) {
  const { secretRef, origin, state } = credential;
  const { action, button } = wordsOf(credential);
  const ask = (): void => credentialsStore.getState().ask([credential]);
  const run = (work: Promise<unknown>): void => {
    work.then(loadCredentials).catch(reportFailure('The credential is as it was'));
  };
  const act = (): void => {
    if (action === 'unlock') run(request('secrets.unlockKeychain'));
    else if (action === 'keep') run(request('secrets.keep', { secretRef, origin }));
    else ask();
  };
  const hasValue = state === 'stored' || state === 'session';
  return (
    <div className={classes.actions}>
      <Button
        size="xs"
        variant={action === 'enter' ? 'light' : 'default'}
        onClick={act}
        data-testid={testIds.settings.credentialAction}
      >
        {button}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`More for ${nameOf(credential)}`}
            data-testid={testIds.settings.credentialMenu}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {action !== 'enter' && <Menu.Item onClick={ask}>Replace…</Menu.Item>}
          <Menu.Item color="red" disabled={!hasValue} onClick={onClear}>
            Forget…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
