import { Button, Checkbox, Group, Modal, PasswordInput, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type Credential, isToEnter } from '../../../../shared/domain/credential.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { credentialsStore, useCredentials } from '../../../state/credentials-store.ts';
import { useSettings } from '../../../state/settings-store.ts';
import classes from './Credentials.module.css';
import { hasLines, nameOf, relatedTo, usersOf } from './credential-words.ts';

/** Asks for credentials one after the other: what is missing, or a new value for one that is there. */
export function CredentialDialog() {
  const asked = useCredentials((state) => state.asked);
  const [done, setDone] = useState(0);
  const [first] = asked;
  const close = (): void => {
    credentialsStore.getState().ask([]);
    setDone(0);
  };
  const next = (saved: readonly Credential[]): void => {
    const left = asked
      .slice(1)
      .filter(({ secretRef }) => saved.every((other) => other.secretRef !== secretRef));
    setDone(done + asked.length - left.length);
    if (left.length === 0) close();
    else credentialsStore.getState().ask(left);
  };
  const total = done + asked.length;
  return (
    <Modal
      opened={first !== undefined}
      onClose={close}
      title={total > 1 ? `Credential ${done + 1} of ${total}` : 'Enter a credential'}
    >
      {first !== undefined && (
        <Fields
          key={`${first.secretRef} ${first.origin}`}
          credential={first}
          isLast={asked.length === 1}
          onNext={next}
          onClose={close}
        />
      )}
    </Modal>
  );
}

interface FieldsProps {
  readonly credential: Credential;
  readonly isLast: boolean;
  readonly onNext: (saved: readonly Credential[]) => void;
  readonly onClose: () => void;
}

function Fields({ credential, isLast, onNext, onClose }: FieldsProps) {
  const all = useCredentials((state) => state.credentials) ?? [];
  const sessionByDefault = useSettings((state) => state.settings.sessionOnly);
  const related = relatedTo(credential, all);
  const [value, setValue] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const [sessionOnly, setSessionOnly] = useState(credential.sessionOnly || sessionByDefault);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function save(): Promise<void> {
    const chosen = [credential, ...related.filter(({ secretRef }) => !left.includes(secretRef))];
    const { note } = await request('secrets.save', {
      credentials: chosen.map(({ secretRef, origin }) => ({ secretRef, origin })),
      value,
      sessionOnly,
    });
    await credentialsStore.getState().load();
    if (note !== null && !sessionOnly) {
      notifications.show({
        title: 'Kept for this session only',
        message: note,
        color: 'yellow',
        autoClose: false,
      });
    }
    onNext(chosen);
  }

  const field = {
    label: nameOf(credential),
    description: isToEnter(credential) ? credential.message : 'The one that is stored is replaced.',
    value,
    error,
    'data-autofocus': true,
    'data-testid': testIds.settings.credentialValue,
    onChange: (event: { currentTarget: { value: string } }) => {
      setValue(event.currentTarget.value);
      setError(null);
    },
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value === '') return setError(isLast ? 'Enter it, or cancel' : 'Enter it, or skip it');
        setBusy(true);
        save()
          .catch((thrown: unknown) => setError((thrown as Error).message))
          .finally(() => setBusy(false));
      }}
    >
      <Stack gap="md">
        <dl className={classes.facts}>
          <dt>Sent to</dt>
          <dd>
            <bdi>{credential.origin}</bdi>, and nowhere else
          </dd>
          <dt>Used by</dt>
          <dd>
            <bdi>{usersOf(credential)}</bdi>
          </dd>
        </dl>
        {hasLines(credential) ? (
          <Textarea {...field} autosize minRows={3} maxRows={6} />
        ) : (
          <PasswordInput {...field} autoComplete="new-password" />
        )}
        {related.length > 0 && (
          <Stack gap={6} role="group" aria-label="Also used by">
            <Text size="sm" fw={500}>
              The same one is used by
            </Text>
            {related.map((other) => (
              <Checkbox
                key={other.secretRef}
                label={usersOf(other)}
                checked={!left.includes(other.secretRef)}
                data-testid={testIds.settings.credentialRelated}
                onChange={(event) =>
                  setLeft(
                    event.currentTarget.checked
                      ? left.filter((ref) => ref !== other.secretRef)
                      : [...left, other.secretRef],
                  )
                }
              />
            ))}
          </Stack>
        )}
        <Checkbox
          label="Keep it for this session only"
          description="In memory until Sextant quits, never in the keychain."
          checked={sessionOnly}
          data-testid={testIds.settings.credentialSessionOnly}
          onChange={(event) => setSessionOnly(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {!isLast && (
            <Button
              variant="default"
              onClick={() => onNext([credential])}
              data-testid={testIds.settings.credentialSkip}
            >
              Skip
            </Button>
          )}
          <Button type="submit" loading={busy} data-testid={testIds.settings.credentialSave}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
