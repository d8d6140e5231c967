import { SegmentedControl, Select, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { type EndpointAuth, JWT_ALGORITHMS, type JwtAlgorithm } from '../../../shared/domain/auth.ts';
import { testIds } from '../../../shared/test-ids.ts';
import type { AccessDraft, AccessErrors } from './access-draft.ts';

interface OtherAuthFieldsProps {
  readonly kind: EndpointAuth['kind'];
  readonly draft: AccessDraft;
  readonly errors: AccessErrors;
  readonly onChange: (part: Partial<AccessDraft>) => void;
}

const SOURCES = {
  command: {
    label: 'Program and its arguments, one a line',
    placeholder: 'oc\nwhoami\n-t',
    description:
      'Run without a shell, at most twice a minute; what it prints is the token. Needs your approval on this computer.',
  },
  environment: {
    label: 'Variable',
    placeholder: 'SHOP_TOKEN',
    description: 'As it was when Sextant started. Needs your approval on this computer.',
  },
  file: {
    label: 'Path',
    placeholder: '/run/secrets/shop-token',
    description: 'Read for each scrape. Needs your approval on this computer.',
  },
} as const;

function OAuthFields({ draft, errors, onChange }: Omit<OtherAuthFieldsProps, 'kind'>) {
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label="Grant"
        data={[
          { value: 'client_credentials', label: 'Client secret' },
          { value: 'jwt_bearer', label: 'Signed assertion (JWT)' },
        ]}
        value={draft.grant}
        onChange={(grant) => onChange({ grant: grant as AccessDraft['grant'] })}
      />
      <TextInput
        label="Token URL"
        placeholder="https://login.example/oauth/token"
        value={draft.tokenUrl}
        error={errors.tokenUrl}
        data-testid={testIds.environments.endpointTokenUrl}
        onChange={(event) => onChange({ tokenUrl: event.currentTarget.value })}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label="Client id"
          value={draft.clientId}
          error={errors.clientId}
          autoComplete="off"
          data-testid={testIds.environments.endpointClientId}
          onChange={(event) => onChange({ clientId: event.currentTarget.value })}
        />
        <TextInput
          label="Scopes"
          placeholder="metrics.read"
          value={draft.scopes}
          onChange={(event) => onChange({ scopes: event.currentTarget.value })}
        />
      </SimpleGrid>
      {draft.grant === 'jwt_bearer' && (
        <SimpleGrid cols={2} spacing="sm">
          <Select
            label="Algorithm"
            data={[...JWT_ALGORITHMS]}
            value={draft.algorithm}
            allowDeselect={false}
            onChange={(algorithm) => onChange({ algorithm: algorithm as JwtAlgorithm })}
          />
          <TextInput
            label="Key id"
            value={draft.keyId}
            onChange={(event) => onChange({ keyId: event.currentTarget.value })}
          />
          <TextInput
            label="Issuer"
            placeholder="The client id"
            value={draft.issuer}
            onChange={(event) => onChange({ issuer: event.currentTarget.value })}
          />
          <TextInput
            label="Audience"
            placeholder="The token URL"
            value={draft.audience}
            onChange={(event) => onChange({ audience: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
      <Textarea
        label="Further fields of the token request"
        placeholder="audience=shop"
        autosize
        minRows={1}
        maxRows={4}
        value={draft.endpointParams}
        onChange={(event) => onChange({ endpointParams: event.currentTarget.value })}
      />
      <Textarea
        label="Certificate authority of the token service (PEM)"
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={1}
        maxRows={4}
        value={draft.tokenCaPem}
        onChange={(event) => onChange({ tokenCaPem: event.currentTarget.value })}
      />
    </>
  );
}

/** Fields of the rarer methods, without their secret. */
export function OtherAuthFields({ kind, draft, errors, onChange }: OtherAuthFieldsProps) {
  if (kind === 'oauth2') return <OAuthFields draft={draft} errors={errors} onChange={onChange} />;
  if (kind === 'cookie') {
    return (
      <Text size="xs" c="dimmed">
        The whole Cookie header, like session=abc123; copy it from the browser’s developer tools. It ends with
        the session.
      </Text>
    );
  }
  if (kind !== 'authorization' && kind !== 'token_source') return null;
  const source = SOURCES[draft.sourceKind];
  return (
    <>
      <TextInput
        label="Type"
        description="The word before the credentials in the Authorization header."
        value={draft.scheme}
        error={errors.scheme}
        data-testid={testIds.environments.endpointScheme}
        onChange={(event) => onChange({ scheme: event.currentTarget.value })}
      />
      {kind === 'token_source' && (
        <>
          <SegmentedControl
            fullWidth
            aria-label="Source of the token"
            data={[
              { value: 'command', label: 'Command' },
              { value: 'environment', label: 'Environment variable' },
              { value: 'file', label: 'File' },
            ]}
            value={draft.sourceKind}
            onChange={(sourceKind) =>
              onChange({ sourceKind: sourceKind as AccessDraft['sourceKind'], sourceText: '' })
            }
          />
          <Textarea
            {...source}
            autosize
            minRows={draft.sourceKind === 'command' ? 2 : 1}
            maxRows={6}
            value={draft.sourceText}
            error={errors.sourceText}
            data-testid={testIds.environments.endpointTokenSource}
            onChange={(event) => onChange({ sourceText: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}
