import {
  Button,
  Checkbox,
  FileButton,
  Group,
  PasswordInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { TLS_VERSIONS, type TlsVersion } from '../../../shared/domain/connection.ts';
import { testIds } from '../../../shared/test-ids.ts';
import type { AccessDraft, AccessErrors } from './access-draft.ts';
import type { EndpointDraft } from './endpoint-draft.ts';

interface TlsFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: AccessErrors;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

const VERSIONS = TLS_VERSIONS.map((value) => ({ value, label: `TLS ${value[3]}.${value[4]}` }));
const MAX_ARCHIVE_BYTES = 48_000;

async function readBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function ClientCertificateFields({
  draft,
  errors,
  onChange,
}: {
  readonly draft: AccessDraft;
  readonly errors: AccessErrors;
  readonly onChange: (part: Partial<AccessDraft>) => void;
}) {
  const kept = 'Stored ones are kept where this is left empty.';
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Client certificate
      </Text>
      <SegmentedControl
        fullWidth
        aria-label="Client certificate"
        data={[
          { value: 'none', label: 'None' },
          { value: 'pem', label: 'PEM' },
          { value: 'pkcs12', label: 'PKCS#12' },
        ]}
        value={draft.certificateKind}
        onChange={(kind) =>
          onChange({ certificateKind: kind as AccessDraft['certificateKind'], clientKey: '' })
        }
      />
      {draft.certificateKind === 'pem' && (
        <>
          <Textarea
            label="Certificate (PEM)"
            placeholder="-----BEGIN CERTIFICATE-----"
            autosize
            minRows={2}
            maxRows={5}
            value={draft.certPem}
            error={errors.certPem}
            data-testid={testIds.environments.endpointClientCert}
            onChange={(event) => onChange({ certPem: event.currentTarget.value })}
          />
          <Textarea
            label="Private key (PEM)"
            description={`Goes into your system’s keychain. ${kept}`}
            placeholder="-----BEGIN PRIVATE KEY-----"
            autosize
            minRows={2}
            maxRows={5}
            value={draft.clientKey}
            data-testid={testIds.environments.endpointClientKey}
            onChange={(event) => onChange({ clientKey: event.currentTarget.value })}
          />
        </>
      )}
      {draft.certificateKind === 'pkcs12' && (
        <Group gap="sm">
          <FileButton
            accept=".p12,.pfx"
            onChange={(file) => {
              if (file === null || file.size > MAX_ARCHIVE_BYTES) return;
              void readBase64(file).then((clientKey) => onChange({ clientKey }));
            }}
          >
            {(props) => (
              <Button variant="default" size="xs" {...props}>
                Choose .p12 or .pfx
              </Button>
            )}
          </FileButton>
          <Text size="xs" c="dimmed">
            {draft.clientKey === '' ? kept : 'Chosen; it goes into your system’s keychain.'}
          </Text>
        </Group>
      )}
      {draft.certificateKind !== 'none' && (
        <>
          <Checkbox
            label="The key has a passphrase"
            checked={draft.hasPassphrase}
            onChange={(event) => onChange({ hasPassphrase: event.currentTarget.checked, passphrase: '' })}
          />
          {draft.hasPassphrase && (
            <PasswordInput
              label="Passphrase"
              description={kept}
              autoComplete="new-password"
              value={draft.passphrase}
              onChange={(event) => onChange({ passphrase: event.currentTarget.value })}
            />
          )}
        </>
      )}
    </Stack>
  );
}

/** Authorities, names, versions and the client's certificate. */
export function TlsFields({ draft, errors, onChange }: TlsFieldsProps) {
  const { access } = draft;
  const changeAccess = (part: Partial<AccessDraft>): void => onChange({ access: { ...access, ...part } });
  return (
    <Stack gap="sm">
      <Textarea
        label="Certificate authority (PEM)"
        description={
          access.caMode === 'replace'
            ? 'Replaces the system’s authorities here.'
            : 'Is trusted beside the usual authorities here.'
        }
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={6}
        value={draft.caPem}
        data-testid={testIds.environments.endpointCa}
        onChange={(event) => onChange({ caPem: event.currentTarget.value })}
      />
      {draft.caPem.trim() !== '' && (
        <Checkbox
          label="Trust the usual authorities too"
          checked={access.caMode === 'add'}
          onChange={(event) => changeAccess({ caMode: event.currentTarget.checked ? 'add' : 'replace' })}
        />
      )}
      <TextInput
        label="Server name"
        description="Where the certificate has another name than the URL."
        value={draft.serverName}
        data-testid={testIds.environments.endpointServerName}
        onChange={(event) => onChange({ serverName: event.currentTarget.value })}
      />
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label="Lowest version"
          placeholder="TLS 1.2"
          clearable
          data={VERSIONS}
          value={access.minTlsVersion}
          data-testid={testIds.environments.endpointMinTls}
          onChange={(value) => changeAccess({ minTlsVersion: value as TlsVersion | null })}
        />
        <Select
          label="Highest version"
          placeholder="TLS 1.3"
          clearable
          data={VERSIONS}
          value={access.maxTlsVersion}
          error={errors.maxTlsVersion}
          onChange={(value) => changeAccess({ maxTlsVersion: value as TlsVersion | null })}
        />
      </SimpleGrid>
      <ClientCertificateFields draft={access} errors={errors} onChange={changeAccess} />
      <Checkbox
        color="red"
        label="Don’t verify the certificate"
        description="Anyone between here and the server can then read the credential."
        checked={draft.insecureSkipVerify}
        onChange={(event) => onChange({ insecureSkipVerify: event.currentTarget.checked })}
      />
    </Stack>
  );
}
