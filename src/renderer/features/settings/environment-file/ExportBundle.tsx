import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { Environment } from '../../../../shared/domain/environment.ts';
import { MIN_PASSPHRASE_LENGTH } from '../../../../shared/domain/passphrase.ts';
import type { ReplyOf } from '../../../../shared/ipc/contract.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { reportFailure } from '../../../ui/report-failure.ts';

interface ExportBundleProps {
  readonly environment: Environment;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onExported: (exported: NonNullable<ReplyOf<'environmentFiles.exportBundle'>>) => void;
}

/** Exports the environment with its credentials into a file that a passphrase opens. */
export function ExportBundle({ environment, opened, onClose, onExported }: ExportBundleProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Export ${environment.name} with its credentials`}>
      {opened && <Fields environment={environment} onClose={onClose} onExported={onExported} />}
    </Modal>
  );
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Five groups of four letters and digits that are not mistaken for each other: 100 random bits. */
function makePassphrase(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.match(/.{4}/g)?.join('-') ?? '';
}

function Fields({ environment: { id }, onClose, onExported }: Omit<ExportBundleProps, 'opened'>) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const tooShort = passphrase.length < MIN_PASSPHRASE_LENGTH;
  const differs = passphrase !== again;

  function make(): void {
    const made = makePassphrase();
    setPassphrase(made);
    setAgain(made);
    request('app.copyText', made).catch(reportFailure('The passphrase could not be copied'));
  }

  async function save(): Promise<void> {
    const exported = await request('environmentFiles.exportBundle', { id, passphrase });
    if (exported === null) return;
    onExported(exported);
    onClose();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        setFailure(null);
        if (tooShort || differs) return;
        setBusy(true);
        save()
          .catch((thrown: unknown) => setFailure((thrown as Error).message))
          .finally(() => setBusy(false));
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          The file holds the environment and the credentials that this computer has for it, encrypted in the
          age format. Whoever has it and the passphrase can use them: give both by different ways, and delete
          the file when it has arrived. <code>age -d</code> opens it too.
        </Text>
        <PasswordInput
          label="Passphrase"
          description={`At least ${MIN_PASSPHRASE_LENGTH} characters. Without it nobody can open the file.`}
          value={passphrase}
          error={tried && tooShort ? `At least ${MIN_PASSPHRASE_LENGTH} characters` : null}
          autoComplete="new-password"
          data-autofocus
          data-testid={testIds.settings.bundlePassphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <PasswordInput
          label="Passphrase again"
          value={again}
          error={tried && !tooShort && differs ? 'It is not the same' : null}
          autoComplete="new-password"
          data-testid={testIds.settings.bundlePassphraseAgain}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        {failure !== null && (
          <Alert color="red" role="alert" data-testid={testIds.settings.bundleFailure}>
            {failure}
          </Alert>
        )}
        <Group justify="space-between">
          <Button variant="subtle" leftSection={<IconKey size={15} aria-hidden />} onClick={make}>
            Make one and copy it
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} data-testid={testIds.settings.bundleExport}>
              Export…
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
